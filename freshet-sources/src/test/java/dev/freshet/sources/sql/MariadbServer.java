package dev.freshet.sources.sql;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// A MariaDB server with the user `freshet`, the password `s3cret` and the database `orders`.
final class MariadbServer {
    static final String USER = "freshet";
    static final String PASSWORD = "s3cret";

    private final int port;
    private final DatabaseProcess process;
    private final TestCertificate certificate;

    private MariadbServer(int port, DatabaseProcess process, TestCertificate certificate) {
        this.port = port;
        this.process = process;
        this.certificate = certificate;
    }

    /// Leaves the test out when there is no MariaDB.
    static MariadbServer start() throws IOException, InterruptedException, SQLException {
        var install =
                DatabaseProcess.program("mariadb", "mariadb-install-db", "mariadb-server-core");
        var mariadb = DatabaseProcess.program("mariadb", "mariadbd", "mariadb-server-core");
        var folder = DatabaseProcess.folder("mariadb");
        var data = "--datadir=" + folder.resolve("data");
        DatabaseProcess.run(
                folder,
                install.toString(),
                "--no-defaults",
                data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db");
        var certificate = TestCertificate.in(folder);
        int port = DatabaseProcess.freePort();
        var process =
                DatabaseProcess.start(
                        folder,
                        () -> connect(port, "mysql"),
                        mariadb.toString(),
                        "--no-defaults",
                        data,
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--socket=" + folder.resolve("socket"),
                        "--skip-name-resolve",
                        "--ssl-cert=" + certificate.certificate(),
                        "--ssl-key=" + certificate.key(),
                        "--default-time-zone=+09:00",
                        "--innodb-flush-log-at-trx-commit=0");
        var server = new MariadbServer(port, process, certificate);
        try (var connection = connect(port, "mysql");
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE orders CHARACTER SET utf8mb4");
            statement.execute("CREATE USER %s@'%%' IDENTIFIED BY '%s'".formatted(USER, PASSWORD));
            statement.execute("GRANT ALL ON orders.* TO %s@'%%'".formatted(USER));
        }
        return server;
    }

    private static Connection connect(int port, String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + port + "/" + database, "root", "");
    }

    String url() {
        return "127.0.0.1:" + port;
    }

    void execute(String... statements) throws SQLException {
        try (var connection = connect(port, "orders");
                var statement = connection.createStatement()) {
            statement.execute("SET time_zone = '+00:00'");
            for (var each : statements) {
                statement.execute(each);
            }
        }
    }

    /// A number that a statement answers with.
    long number(String sql) throws SQLException {
        try (var connection = connect(port, "orders");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /// It may be asked with TLS, and shows this.
    TestCertificate certificate() {
        return certificate;
    }

    void stop() throws IOException, InterruptedException {
        process.stop();
    }
}
