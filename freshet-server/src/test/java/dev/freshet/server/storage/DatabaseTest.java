package dev.freshet.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.server.config.DatabaseSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir Path directory;

    @Test
    void whatWasWrittenIsThereAfterOpeningAgain() throws Exception {
        try (var database = open("a.db")) {
            now(database.write(handle -> handle.execute("create table t (x integer)")));
            now(database.write(handle -> handle.execute("insert into t values (7)")));
        }

        try (var database = open("a.db")) {
            assertThat(count(database, "select x from t")).isEqualTo(7);
        }
    }

    @Test
    void theDirectoryAndTheFilesAreTheOwnersAlone() throws Exception {
        try (var database = open("deep/er/a.db")) {
            now(database.write(handle -> handle.execute("create table t (x integer)")));

            var file = directory.resolve("deep/er/a.db");
            assertThat(permissions(directory.resolve("deep/er"))).isEqualTo("rwx------");
            assertThat(permissions(directory.resolve("deep"))).isEqualTo("rwx------");
            assertThat(permissions(file)).isEqualTo("rw-------");
            assertThat(permissions(file.resolveSibling("a.db-wal"))).isEqualTo("rw-------");
        }
    }

    @Test
    void aFileThatOthersCouldReadIsTakenFromThem() throws Exception {
        open("a.db").close();
        var file = directory.resolve("a.db");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));

        open("a.db").close();

        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void aFailedWriteLeavesNothing() throws Exception {
        try (var database = open("a.db")) {
            now(database.write(handle -> handle.execute("create table t (x integer)")));

            var failed =
                    database.write(handle -> {
                        handle.execute("insert into t values (1)");
                        throw new IllegalStateException("on purpose");
                    });

            assertThatThrownBy(() -> now(failed)).hasRootCauseMessage("on purpose");
            assertThat(count(database, "select count(*) from t")).isZero();
        }
    }

    @Test
    void whenTheQueueIsFullTheCallFailsAtOnceAndEarlierOnesAreDone() throws Exception {
        var hold = new CountDownLatch(1);
        try (var database = open("a.db")) {
            var held =
                    database.write(handle -> {
                        hold.await();
                        return 1;
                    });
            var waiting = new ArrayList<CompletableFuture<Integer>>();
            CompletableFuture<Integer> last;
            do {
                last = database.<Integer, Exception>write(_ -> 1).toCompletableFuture();
                waiting.add(last);
            } while (!last.isCompletedExceptionally());
            waiting.removeLast();

            assertThat(waiting).hasSize(256);
            assertThat(last.exceptionNow()).isInstanceOf(DatabaseBusy.class);
            assertThat(((DatabaseBusy) last.exceptionNow()).problem().type().status())
                    .isEqualTo(503);
            hold.countDown();
            now(held);
            assertThat(waiting).allSatisfy(stage -> assertThat(now(stage)).isEqualTo(1));
        }
    }

    @Test
    void readersGoOnWhileAWriterWaits() throws Exception {
        var hold = new CountDownLatch(1);
        try (var database = open("a.db")) {
            var held =
                    database.write(handle -> {
                        handle.execute("create table t (x integer)");
                        hold.await();
                        return 1;
                    });

            assertThat(count(database, "select count(*) from account")).isZero();
            hold.countDown();
            now(held);
        }
    }

    @Test
    void accountsOfTheFirstVersionBelongToTheMainOrganisation() throws Exception {
        var url = "jdbc:sqlite:" + directory.resolve("a.db");
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:dev/freshet/server/storage/migration")
                .target("1")
                .load()
                .migrate();
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute(
                    "insert into account (kind, login, name, email, org_id, role, created_at)"
                            + " values ('user', 'ann', 'Ann', '', 1, 'ADMIN', 0)");
        }

        try (var database = open("a.db")) {
            assertThat(
                            count(
                                    database,
                                    "select count(*) from org_member join org on org.id = org_id"
                                            + " where account_id = 1 and role = 'ADMIN'"
                                            + " and org.name = 'Main Org.'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void theDatabaseOfAnotherProgramIsNotTouched() throws Exception {
        var file = directory.resolve("grafana.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("create table dashboard (id integer)");
        }

        assertThatThrownBy(() -> open("grafana.db"))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("belongs to another program")
                .hasMessageContaining("grafana.db");
    }

    @Test
    void theDatabaseOfANewerVersionIsNotTouched() throws Exception {
        open("a.db").close();
        try (var connection =
                        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("a.db"));
                var statement = connection.createStatement()) {
            statement.execute("update flyway_schema_history set version = '9999'");
        }

        assertThatThrownBy(() -> open("a.db"))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("newer version of Freshet");
    }

    @Test
    void whatIsNoDatabaseSaysSo() throws Exception {
        Files.writeString(directory.resolve("a.db"), "x".repeat(5000));
        Files.createDirectory(directory.resolve("b.db"));

        assertThatThrownBy(() -> open("a.db"))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("a.db");
        assertThatThrownBy(() -> open("b.db"))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("b.db");
    }

    @Test
    void theNewestVersionInTheCodeIsThatOfTheNewestFile() throws Exception {
        var resource = Schema.class.getResource("migration");
        assertThat(resource).isNotNull();
        try (var files = Files.list(Path.of(resource.toURI()))) {
            var newest =
                    files.map(file -> file.getFileName().toString())
                            .mapToInt(
                                    name -> Integer.parseInt(name.replaceAll("^V(\\d+)__.*", "$1")))
                            .max();

            assertThat(newest).hasValue(Schema.NEWEST);
        }
    }

    private Database open(String file) throws DatabaseUnusable {
        return Database.open(
                new DatabaseSettings(DatabaseSettings.Type.SQLITE3, directory.resolve(file)));
    }

    private static int count(Database database, String query) {
        return now(database.read(handle -> handle.createQuery(query).mapTo(Integer.class).one()));
    }

    private static <T> T now(CompletionStage<T> stage) throws CompletionException {
        return stage.toCompletableFuture().join();
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
