package dev.freshet.sources.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// A PostgreSQL server with the user `freshet` and the password `s3cret`.
final class PostgresServer {
    static final String USER = "freshet";
    static final String PASSWORD = "s3cret";

    private final int port;
    private final DatabaseProcess process;
    private final TestCertificate certificate;

    private PostgresServer(int port, DatabaseProcess process, TestCertificate certificate) {
        this.port = port;
        this.process = process;
        this.certificate = certificate;
    }

    /// Leaves the test out when there is no PostgreSQL.
    static PostgresServer start() throws IOException, InterruptedException {
        var initdb = DatabaseProcess.program("postgresql", "initdb", "postgresql");
        var postgres = DatabaseProcess.program("postgresql", "postgres", "postgresql");
        var folder = DatabaseProcess.folder("postgres");
        var data = folder.resolve("data").toString();
        var password = Files.writeString(folder.resolve("password"), PASSWORD);
        DatabaseProcess.run(
                folder,
                initdb.toString(),
                "--pgdata=" + data,
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync");
        var certificate = TestCertificate.in(folder);
        int port = DatabaseProcess.freePort();
        var process =
                DatabaseProcess.start(
                        folder,
                        () -> connect(port),
                        postgres.toString(),
                        "-D",
                        data,
                        "-F",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-k",
                        folder.toString(),
                        "-c",
                        "timezone=Asia/Tokyo",
                        "-c",
                        "ssl=on",
                        "-c",
                        "ssl_cert_file=" + certificate.certificate(),
                        "-c",
                        "ssl_key_file=" + certificate.key());
        return new PostgresServer(port, process, certificate);
    }

    private static Connection connect(int port) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, PASSWORD);
    }

    String url() {
        return "127.0.0.1:" + port;
    }

    /// Runs statements, in UTC.
    void execute(String... statements) throws SQLException {
        try (var connection = connect(port);
                var statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            for (var each : statements) {
                statement.execute(each);
            }
        }
    }

    /// A number that a statement answers with.
    long number(String sql) throws SQLException {
        try (var connection = connect(port);
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
