package dev.freshet.sources.sql;

import static dev.freshet.sources.sql.Asking.fetch;
import static dev.freshet.sources.sql.Asking.nanos;
import static dev.freshet.sources.sql.Asking.series;
import static dev.freshet.sources.sql.Asking.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.BooleanColumn;
import dev.freshet.source.Column;
import dev.freshet.source.DoubleColumn;
import dev.freshet.source.FieldType;
import dev.freshet.source.LongColumn;
import dev.freshet.source.SourceException;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MariadbTest extends SqlContract {
    @SuppressWarnings("NullAway.Init")
    private static MariadbServer server;

    @BeforeAll
    static void start() throws IOException, InterruptedException, SQLException {
        server = MariadbServer.start();
    }

    @AfterAll
    @SuppressWarnings("RedundantNullCheck") // it is null when the test was left out
    static void stop() throws IOException, InterruptedException {
        if (server != null) {
            server.stop();
        }
    }

    @Override
    Upstream open(Duration timeout) throws SourceException {
        return open(server.url(), MariadbServer.PASSWORD, "{}", timeout);
    }

    private static Upstream open(String url, String password, String json, Duration timeout)
            throws SourceException {
        return SqlType.mysql()
                .open(
                        Asking.dataSource(
                                "mysql", url, MariadbServer.USER, password, "orders", json),
                        Asking.context(timeout));
    }

    @Override
    void execute(String... statements) throws SQLException {
        server.execute(statements);
    }

    @Override
    String timeType() {
        return "datetime(6)";
    }

    @Override
    String product() {
        return "MariaDB";
    }

    @Override
    String slow() {
        return "SELECT sleep(60), count(*) FROM information_schema.columns";
    }

    @Test
    void valuesKeepTheirTypes() throws Exception {
        execute(
                "DROP TABLE IF EXISTS v",
                "CREATE TABLE v (at timestamp(3), a tinyint, b bigint, c bigint unsigned,"
                        + " d tinyint(1), e decimal(10,2), f varbinary(10), g json, h date, i year,"
                        + " j bit(1))",
                "INSERT INTO v VALUES ('2026-11-25 10:00:00.123', 7, 9007199254740993,"
                        + " 18446744073709551615, 1, 1.5, x'00ff', '{\"x\": 1}', '2026-11-25',"
                        + " 2026, b'1')");

        var frame =
                fetch(table(upstream, "SELECT * FROM v WHERE $__timeFilter(at)"), "10:00", "10:01");

        assertThat(times(frame)).isEqualTo(TimeColumn.of(nanos("10:00:00.123")));
        assertThat(texts(frame, "a")).isEqualTo(DoubleColumn.of(FieldType.FLOAT64, 7));
        assertThat(texts(frame, "b")).isEqualTo(LongColumn.of(FieldType.INT64, 9007199254740993L));
        assertThat(texts(frame, "c")).isEqualTo(LongColumn.of(FieldType.UINT64, -1));
        assertThat(texts(frame, "d")).isEqualTo(BooleanColumn.of(true));
        assertThat(texts(frame, "e")).isEqualTo(DoubleColumn.of(FieldType.FLOAT64, 1.5));
        assertThat(texts(frame, "f")).isEqualTo(StringColumn.of("AP8="));
        assertThat(texts(frame, "h").type()).isEqualTo(FieldType.TIME);
        assertThat(texts(frame, "i")).isEqualTo(DoubleColumn.of(FieldType.FLOAT64, 2026));
        assertThat(texts(frame, "j")).isEqualTo(BooleanColumn.of(true));
    }

    @Test
    void columnsOfTimeStampsAreInUtcWhateverTheServersZone() throws Exception {
        execute(
                "DROP TABLE IF EXISTS z",
                "CREATE TABLE z (time timestamp(6), v int)",
                "INSERT INTO z VALUES ('2026-11-25 10:00:00.123456', 1)");

        var query = series(upstream, "SELECT time, v FROM z WHERE $__timeFilter(time)");

        assertThat(times(fetch(query, "10:00", "10:01")))
                .isEqualTo(TimeColumn.of(nanos("10:00:00.123456")));
        assertThat(fetch(query, "10:01", "10:02").rows()).isZero();
    }

    @Test
    void whatWritesIsRefused() throws Exception {
        insert(1, "10:00:00", "a", 1);
        execute(
                "DROP FUNCTION IF EXISTS gone",
                "CREATE FUNCTION gone() RETURNS int MODIFIES SQL DATA BEGIN DELETE FROM m; RETURN"
                        + " 1; END");

        assertThatThrownBy(() -> fetch(table(upstream, "SELECT gone()"), "10:00", "10:01"))
                .isExactlyInstanceOf(SourceException.class)
                .hasMessageContaining("READ ONLY transaction");
        assertThatThrownBy(() -> table(upstream, "SELECT 1 INTO OUTFILE '/tmp/x'"))
                .hasMessageContaining("writes a file");
        assertThatThrownBy(() -> table(upstream, "SELECT /*! 1 */ 2"))
                .hasMessageContaining("would execute");
        assertThat(server.number("SELECT count(*) FROM m")).isOne();
    }

    @Test
    void aBackslashDoesNotEndAText() throws Exception {
        var frame =
                fetch(
                        table(upstream, "SELECT 'a\\'; DELETE FROM m' AS t # and; so on"),
                        "10:00",
                        "10:01");

        assertThat(texts(frame, "t")).isEqualTo(StringColumn.of("a'; DELETE FROM m"));
    }

    @Test
    void theTimeoutReachesTheServer() throws Exception {
        try (var impatient = open(Duration.ofMillis(300))) {
            assertThatThrownBy(() -> fetch(table(impatient, slow()), "10:00", "10:01"))
                    .isInstanceOf(UpstreamUnavailable.class);

            while (server.number(
                            "SELECT count(*) FROM information_schema.processlist WHERE info LIKE"
                                    + " 'SELECT sleep(60)%'")
                    > 0) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }

    @Test
    void wrongPasswordsAreTold() throws Exception {
        try (var wrong = open(server.url(), "guess", "{}", Asking.TIMEOUT)) {
            assertThatThrownBy(wrong::checkHealth)
                    .isExactlyInstanceOf(SourceException.class)
                    .hasMessage("Data source \"Orders\" does not accept our credentials.");
        }
    }

    @Test
    void anUnknownDatabaseIsASettingThatIsWrong() throws Exception {
        var settings =
                Asking.dataSource(
                        "mysql",
                        server.url(),
                        MariadbServer.USER,
                        MariadbServer.PASSWORD,
                        "oders",
                        "{}");
        try (var wrong = SqlType.mysql().open(settings, Asking.context(Asking.TIMEOUT))) {
            assertThatThrownBy(wrong::checkHealth)
                    .hasMessageContaining("refused the connection: ")
                    .hasMessageContaining("'oders'")
                    .extracting(e -> ((SourceException) e).hint())
                    .asString()
                    .startsWith("Check database ");
        }
    }

    @Test
    void aServerThatIsDownMayComeBack() throws Exception {
        var url = "127.0.0.1:" + DatabaseProcess.freePort();
        try (var down = open(url, "", "{}", Asking.TIMEOUT)) {
            assertThatThrownBy(down::checkHealth)
                    .isInstanceOf(UpstreamUnavailable.class)
                    .hasMessage("Data source \"Orders\" cannot be reached: connection refused.");
        }
    }

    @Test
    void aConnectionThatWasKilledIsReplaced() throws Exception {
        fetch(table(upstream, "SELECT 1 AS one"), "10:00", "10:01");
        execute("KILL USER " + MariadbServer.USER);

        var again = table(upstream, "SELECT 2 AS two");
        try {
            fetch(again, "10:00", "10:01");
        } catch (UpstreamUnavailable e) {
            assertThat(e).hasMessageContaining("Orders");
        }

        assertThat(fetch(again, "10:00", "10:01").rows()).isOne();
    }

    @Test
    void certificatesAreCheckedAsTheSettingsSay() throws Exception {
        var own = server.certificate().pem();

        assertThat(cipher("{\"tlsSkipVerify\":true}", "")).isNotEqualTo(StringColumn.of(""));
        assertThat(cipher("{\"tlsAuthWithCACert\":true}", own)).isNotEqualTo(StringColumn.of(""));
        assertThat(cipher("{}", "")).isEqualTo(StringColumn.of(""));
        var folder = DatabaseProcess.folder("other");
        var other = TestCertificate.in(folder).pem();
        DatabaseProcess.delete(folder);
        assertThatThrownBy(() -> cipher("{\"tlsAuthWithCACert\":true}", other))
                .isInstanceOf(UpstreamUnavailable.class)
                .hasMessageStartingWith("Data source \"Orders\" cannot be reached: TLS failed: ");
    }

    private static Column cipher(String json, String authority) throws Exception {
        var secrets = Map.of("password", MariadbServer.PASSWORD, "tlsCACert", authority);
        try (var secure =
                SqlType.mysql()
                        .open(
                                Asking.dataSource(
                                        "mysql",
                                        server.url(),
                                        MariadbServer.USER,
                                        "orders",
                                        json,
                                        secrets),
                                Asking.context(Asking.TIMEOUT))) {
            return texts(
                    fetch(
                            table(
                                    secure,
                                    "SELECT variable_value AS v FROM"
                                            + " information_schema.session_status WHERE"
                                            + " variable_name = 'Ssl_cipher'"),
                            "10:00",
                            "10:01"),
                    "v");
        }
    }

    @Test
    void settingsThatCannotBeUsedAreRefused() {
        assertThatThrownBy(() -> open("db:3306", "", "{\"tlsAuth\":true}", Asking.TIMEOUT))
                .hasMessageContaining("tlsAuth");
        assertThatThrownBy(() ->
                        open(
                                "db:3306",
                                "",
                                "{\"database\":\"a?allowMultiQueries=true\"}",
                                Asking.TIMEOUT))
                .hasMessageContaining("database");
        assertThatThrownBy(() -> open("tcp(db:3306)", "", "{}", Asking.TIMEOUT))
                .hasMessageContaining("host:port");
    }
}
