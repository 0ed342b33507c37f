package dev.freshet.sources.sql;

import static dev.freshet.sources.sql.Asking.fetch;
import static dev.freshet.sources.sql.Asking.nanos;
import static dev.freshet.sources.sql.Asking.query;
import static dev.freshet.sources.sql.Asking.series;
import static dev.freshet.sources.sql.Asking.table;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.BooleanColumn;
import dev.freshet.source.DataSource;
import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.JsonColumn;
import dev.freshet.source.LongColumn;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamRequest;
import dev.freshet.source.StreamSender;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import dev.freshet.sources.polling.LiveQueries;
import dev.freshet.sources.polling.PollLimits;
import dev.freshet.sources.polling.StreamQuery;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PostgresTest extends SqlContract {
    private static final String DELETE_IN_CTE =
            "WITH gone AS (DELETE FROM m RETURNING id) SELECT id FROM gone";

    @SuppressWarnings("NullAway.Init")
    private static PostgresServer server;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = PostgresServer.start();
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
        return open(server.url(), PostgresServer.PASSWORD, "disable", timeout);
    }

    private static Upstream open(String url, String password, String sslmode, Duration timeout)
            throws SourceException {
        return SqlType.postgres()
                .open(
                        Asking.dataSource(
                                "postgres",
                                url,
                                PostgresServer.USER,
                                password,
                                "postgres",
                                "{\"sslmode\":\"" + sslmode + "\"}"),
                        Asking.context(timeout));
    }

    @Override
    void execute(String... statements) throws SQLException {
        server.execute(statements);
    }

    @Override
    String timeType() {
        return "timestamptz";
    }

    @Override
    String product() {
        return "PostgreSQL";
    }

    @Override
    String slow() {
        return "SELECT pg_sleep(60)";
    }

    @Test
    void valuesKeepTheirTypes() throws Exception {
        execute(
                "DROP TABLE IF EXISTS v",
                "CREATE TABLE v (a smallint, b bigint, c numeric, d boolean, e jsonb, f bytea,"
                        + " g int[], h uuid, i timestamp, j date, k real, l interval, m text)",
                "INSERT INTO v VALUES (1, 9007199254740993, 1.5, true, '{\"x\": [1]}', '\\x00ff',"
                        + " '{1,2}', '00000000-0000-0000-0000-000000000001',"
                        + " '2026-11-25 10:00:00.123456', '2026-11-25', 'NaN', '1 day', NULL)");

        var frame =
                fetch(table(upstream, "SELECT * FROM v WHERE $__timeFilter(i)"), "10:00", "10:01");

        assertThat(frame.fields())
                .extracting(Field::name)
                .containsExactly("i", "a", "b", "c", "d", "e", "f", "g", "h", "j", "k", "l", "m");
        assertThat(times(frame)).isEqualTo(TimeColumn.of(nanos("10:00:00.123456")));
        assertThat(texts(frame, "a")).isEqualTo(DoubleColumn.of(FieldType.FLOAT64, 1));
        assertThat(texts(frame, "b")).isEqualTo(LongColumn.of(FieldType.INT64, 9007199254740993L));
        assertThat(texts(frame, "c")).isEqualTo(DoubleColumn.of(FieldType.FLOAT64, 1.5));
        assertThat(texts(frame, "e")).isEqualTo(JsonColumn.of(RawJson.of("{\"x\": [1]}")));
        assertThat(texts(frame, "f")).isEqualTo(StringColumn.of("AP8="));
        assertThat(texts(frame, "g")).isEqualTo(StringColumn.of("{1,2}"));
        assertThat(texts(frame, "h"))
                .isEqualTo(StringColumn.of("00000000-0000-0000-0000-000000000001"));
        assertThat(((TimeColumn) texts(frame, "j")).value(0))
                .isEqualTo(nanos("10:00") - Duration.ofHours(10).toNanos());
        assertThat(texts(frame, "k").isNull(0)).isTrue();
        assertThat(texts(frame, "m").isNull(0)).isTrue();
    }

    @Test
    void timesAreInUtcWhateverTheServersZone() throws Exception {
        execute(
                "DROP TABLE IF EXISTS z",
                "CREATE TABLE z (time timestamp, day date, v int)",
                "INSERT INTO z VALUES ('2026-11-25 00:00:00', '2026-11-25', 1)");

        var byTime = series(upstream, "SELECT time, v FROM z WHERE $__timeFilter(time)");
        var byDay = series(upstream, "SELECT day AS time, v FROM z WHERE $__timeFilter(day)");

        assertThat(fetch(byTime, "00:00", "00:01").rows()).isOne();
        assertThat(fetch(byTime, "00:01", "23:00").rows()).isZero();
        assertThat(fetch(byDay, "00:00", "00:01").rows()).isOne();
        assertThat(fetch(byDay, "00:01", "23:00").rows()).isZero();
    }

    @Test
    void whatWritesIsRefusedByTheServer() throws Exception {
        insert(1, "10:00:00", "a", 1);
        execute("CREATE SEQUENCE IF NOT EXISTS s");

        for (var sql :
                new String[] {
                    DELETE_IN_CTE,
                    "SELECT nextval('s')",
                    "SELECT * INTO copied FROM m",
                    "SELECT id FROM m FOR UPDATE",
                }) {
            assertThatThrownBy(() -> fetch(table(upstream, sql), "10:00", "10:01"))
                    .isExactlyInstanceOf(SourceException.class)
                    .hasMessageContaining("read-only transaction");
        }
        assertThat(server.number("SELECT count(*) FROM m")).isOne();
    }

    @Test
    void aQueryCannotMakeItsSessionWrite() throws Exception {
        insert(1, "10:00:00", "a", 1);
        var sql = "SELECT set_config('transaction_read_only', 'off', false), id FROM m";
        var lasting =
                "SELECT set_config('default_transaction_read_only', 'off', false),"
                        + " set_config('search_path', 'nowhere', false)";

        assertThatThrownBy(() -> fetch(table(upstream, sql), "10:00", "10:01"))
                .isInstanceOf(SourceException.class);
        fetch(table(upstream, lasting), "10:00", "10:01");

        assertThatThrownBy(() -> fetch(table(upstream, DELETE_IN_CTE), "10:00", "10:01"))
                .hasMessageContaining("read-only transaction");
        assertThat(fetch(table(upstream, "SELECT id FROM m"), "10:00", "10:01").rows()).isOne();
    }

    @Test
    void theTimeoutReachesTheServer() throws Exception {
        try (var impatient = open(Duration.ofMillis(300))) {
            assertThatThrownBy(
                            () -> fetch(table(impatient, "SELECT pg_sleep(61)"), "10:00", "10:01"))
                    .isInstanceOf(UpstreamUnavailable.class);

            awaitNone(
                    "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(61)'"
                            + " AND state = 'active'");
        }
    }

    @Test
    void anInterruptCancelsTheStatement() throws Exception {
        var query = table(upstream, "SELECT pg_sleep(62)");
        var asking =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                fetch(query, "10:00", "10:01");
                            } catch (SourceException | InterruptedException e) {
                                // expected
                            }
                        });
        var active =
                "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(62)'"
                        + " AND state = 'active'";
        while (server.number(active) == 0) {
            TimeUnit.MILLISECONDS.sleep(10);
        }

        asking.interrupt();

        asking.join();
        awaitNone(active);
    }

    private static void awaitNone(String count) throws SQLException, InterruptedException {
        while (server.number(count) > 0) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Test
    void errorsTellThePlace() {
        assertThatThrownBy(() -> fetch(table(upstream, "SELECT 1 FROMM m x y"), "10:00", "10:01"))
                .isExactlyInstanceOf(SourceException.class)
                .hasMessageContaining("syntax error")
                .hasMessageContaining("at character 16: \"m x y\"");
    }

    @Test
    void questionMarksAreOperatorsAlsoBesideAWatermark() throws Exception {
        var query =
                query(
                        upstream,
                        "SELECT id, host FROM m WHERE '{\"a\":1}'::jsonb ? 'a' AND host <> '?' AND"
                                + " $__watermark(id)",
                        "table",
                        "{}");
        insert(1, "10:00:00", "a", 1);
        assertThat(fetch(query, "10:00", "10:01").rows()).isOne();
        assertThat(fetch(query, "10:01", "10:02").rows()).isZero();
        insert(2, "10:00:00", "a", 1);

        assertThat(fetch(query, "10:02", "10:03").rows()).isOne();
    }

    @Test
    void wrongPasswordsAreTold() throws Exception {
        try (var wrong = open(server.url(), "guess", "disable", Asking.TIMEOUT)) {
            assertThatThrownBy(wrong::checkHealth)
                    .isExactlyInstanceOf(SourceException.class)
                    .hasMessage("Data source \"Orders\" does not accept our credentials.");
        }
    }

    private static Upstream openDown() throws Exception {
        return open(
                "127.0.0.1:" + DatabaseProcess.freePort(),
                PostgresServer.PASSWORD,
                "disable",
                Asking.TIMEOUT);
    }

    @Test
    void aServerThatIsDownMayComeBack() throws Exception {
        try (var down = openDown()) {
            assertThatThrownBy(down::checkHealth)
                    .isInstanceOf(UpstreamUnavailable.class)
                    .hasMessage("Data source \"Orders\" cannot be reached: connection refused.");
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsGivenUp() throws Exception {
        try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                var mute =
                        open(
                                "127.0.0.1:" + silent.getLocalPort(),
                                PostgresServer.PASSWORD,
                                "disable",
                                Duration.ofMillis(300))) {
            assertThatThrownBy(mute::checkHealth)
                    .isInstanceOf(UpstreamUnavailable.class)
                    .hasMessage("Data source \"Orders\" did not answer within 0.3 s.");
        }
    }

    @Test
    void aServerWithoutTlsIsRefusedWhereTlsIsRequired() throws Exception {
        try (var plain = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerNo(plain));
            try (var secure =
                    open(
                            "127.0.0.1:" + plain.getLocalPort(),
                            PostgresServer.PASSWORD,
                            "require",
                            Asking.TIMEOUT)) {
                assertThatThrownBy(secure::checkHealth)
                        .isInstanceOf(UpstreamUnavailable.class)
                        .hasMessageContaining("does not support SSL");
            }
        }
    }

    private static void answerNo(ServerSocket server) {
        try (var client = server.accept()) {
            client.getInputStream().readNBytes(8);
            client.getOutputStream().write('N');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Upstream openSecure(String host, String json, Map<String, String> more)
            throws SourceException {
        var secrets = new HashMap<>(more);
        secrets.put("password", PostgresServer.PASSWORD);
        return SqlType.postgres()
                .open(
                        Asking.dataSource(
                                "postgres",
                                server.url().replace("127.0.0.1", host),
                                PostgresServer.USER,
                                "postgres",
                                json,
                                secrets),
                        Asking.context(Asking.TIMEOUT));
    }

    private static void assertEncrypted(Upstream secure) throws Exception {
        try (secure) {
            var frame =
                    fetch(
                            table(
                                    secure,
                                    "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"),
                            "10:00",
                            "10:01");
            assertThat(texts(frame, "ssl")).isEqualTo(BooleanColumn.of(true));
        }
    }

    @Test
    void certificatesAreCheckedAsTheModeSays() throws Exception {
        var authority = Map.of("tlsCACert", server.certificate().pem());
        var content = "\"tlsConfigurationMethod\":\"file-content\"}";

        assertEncrypted(openSecure("127.0.0.1", "{\"sslmode\":\"require\"}", Map.of()));
        assertEncrypted(
                openSecure("127.0.0.1", "{\"sslmode\":\"verify-full\"," + content, authority));
        assertEncrypted(
                openSecure("localhost", "{\"sslmode\":\"verify-ca\"," + content, authority));
        assertEncrypted(
                openSecure(
                        "127.0.0.1",
                        "{\"sslmode\":\"verify-full\",\"sslRootCertFile\":\"%s\"}"
                                .formatted(server.certificate().certificate()),
                        Map.of()));
        assertNotTrusted(openSecure("127.0.0.1", "{\"sslmode\":\"verify-full\"}", Map.of()));
        assertNotTrusted(
                openSecure("localhost", "{\"sslmode\":\"verify-full\"," + content, authority));
    }

    private static void assertNotTrusted(Upstream secure) {
        try (secure) {
            assertThatThrownBy(secure::checkHealth)
                    .isInstanceOf(UpstreamUnavailable.class)
                    .message()
                    .doesNotContain(PostgresServer.PASSWORD, "localhost", "erifier")
                    .doesNotContain(server.url());
        }
    }

    @Test
    void theSettingForAnAuthorityIsNamed() throws Exception {
        try (var secure = openSecure("127.0.0.1", "{\"sslmode\":\"verify-full\"}", Map.of())) {
            assertThatThrownBy(secure::checkHealth)
                    .hasMessage(
                            "Data source \"Orders\" cannot be reached: its certificate is not"
                                    + " trusted: unable to find valid certification path to"
                                    + " requested target.")
                    .extracting(e -> ((SourceException) e).hint())
                    .asString()
                    .contains("sslRootCertFile");
        }
    }

    @Test
    void anUnknownDatabaseIsASettingThatIsWrong() throws Exception {
        try (var wrong =
                SqlType.postgres()
                        .open(
                                Asking.dataSource(
                                        "postgres",
                                        server.url(),
                                        PostgresServer.USER,
                                        "oders",
                                        "{\"sslmode\":\"disable\"}",
                                        Map.of("password", PostgresServer.PASSWORD)),
                                Asking.context(Asking.TIMEOUT))) {
            assertThatThrownBy(wrong::checkHealth)
                    .hasMessage(
                            "Data source \"Orders\" refused the connection: database \"oders\" does"
                                    + " not exist.")
                    .extracting(e -> ((SourceException) e).hint())
                    .asString()
                    .startsWith("Check database ");
        }
    }

    @Test
    void aConnectionThatWasKilledIsReplaced() throws Exception {
        var query = table(upstream, "SELECT 1 AS one");
        fetch(query, "10:00", "10:01");
        killOurs("");

        PolledQuery again = table(upstream, "SELECT 2 AS two");
        try {
            fetch(again, "10:00", "10:01");
        } catch (UpstreamUnavailable e) {
            assertThat(e).hasMessageContaining("Orders");
        }

        assertThat(fetch(again, "10:00", "10:01").rows()).isOne();
    }

    private static void killOurs(String which) throws SQLException {
        server.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE"
                        + " application_name = 'Freshet'"
                        + which);
    }

    @Test
    void notificationsWakeTheQuery() throws Exception {
        var query = listening("orders \"new\"");
        fetch(query, "10:00", "10:01");
        query.awaitNews(Duration.ofMinutes(1)); // the connection itself is news
        fetch(query, "10:00", "10:01");

        server.execute("NOTIFY \"orders \"\"new\"\"\"");

        query.awaitNews(Duration.ofMinutes(1));
        assertThat(fetch(query, "10:00", "10:01").rows()).isOne();
    }

    @Test
    void withoutNotificationTheIntervalCounts() throws Exception {
        var query = listening("quiet");
        query.awaitNews(Duration.ofMinutes(1));
        fetch(query, "10:00", "10:01");

        query.awaitNews(Duration.ofMillis(20));

        assertThat(query.step()).isZero();
    }

    /// A database that told of news all the time was asked all the time, though it only refused.
    @Test
    void newsDoNotShortenThePauseAfterAFailure() throws Exception {
        var query = query(upstream, "SELECT 1 / 0 AS one", "table", "{\"listen\":\"failing\"}");
        query.awaitNews(Duration.ofMinutes(1)); // the connection itself is news
        assertThatThrownBy(() -> fetch(query, "10:00", "10:01")).hasMessageContaining("zero");
        server.execute("NOTIFY failing");
        long begun = System.nanoTime();

        query.awaitNews(Duration.ofSeconds(1));

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isGreaterThan(Duration.ofMillis(990));
    }

    /// Each channel has a connection, and viewers choose the names.
    @Test
    void onlySoManyChannelsAreListenedTo() throws Exception {
        for (int i = 0; i < NewsListeners.MOST; i++) {
            fetch(listening("channel " + i), "10:00", "10:01");
        }

        assertThatThrownBy(() -> fetch(listening("one more"), "10:00", "10:01"))
                .hasMessage(
                        "Data source \"Orders\" is listened to on 20 channels of notifications"
                                + " already.");
        assertThat(fetch(listening("channel 3"), "10:00", "10:01").rows()).isOne();
    }

    @Test
    void aLostConnectionListensAgain() throws Exception {
        var query = listening("orders");
        query.awaitNews(Duration.ofMinutes(1));
        fetch(query, "10:00", "10:01");

        killOurs(" AND query LIKE 'LISTEN%'");

        query.awaitNews(Duration.ofMinutes(1)); // because something may have been missed
        fetch(query, "10:00", "10:01");
        server.execute("NOTIFY orders");
        query.awaitNews(Duration.ofMinutes(1));
    }

    /// Viewers of a query with a long interval saw nothing for so long, and no reason.
    @Test
    @Timeout(60)
    void aLostConnectionIsNewsToo() throws Exception {
        try (var down = openDown()) {
            var query = listening(down, "orders");

            query.awaitNews(Duration.ofDays(1));

            assertThatThrownBy(() -> fetch(query, "10:00", "10:01"))
                    .isInstanceOf(UpstreamUnavailable.class);
        }
    }

    @Test
    void listenersEndWithTheDataSource() throws Exception {
        var query = listening("orders");
        query.awaitNews(Duration.ofMinutes(1));

        upstream.close();

        awaitNone("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'Freshet'");
    }

    private PolledQuery listening(String channel) throws SourceException {
        return listening(upstream, channel);
    }

    private static PolledQuery listening(Upstream upstream, String channel) throws SourceException {
        return query(
                upstream,
                "SELECT 1 AS one",
                "table",
                "{\"listen\":\"" + channel.replace("\"", "\\\"") + "\"}");
    }

    /// Through the engine of polling: the interval is a minute, so that rows come by notification.
    @Test
    void aStreamShowsEachNewRowOnceAsSoonAsItIsTold() throws Exception {
        insert(1, "10:00:00", "a", 1);
        var json = JsonMapper.shared().createObjectNode();
        json.put("rawSql", "SELECT id, host FROM m WHERE $__watermark(id)").put("format", "table");
        json.putObject("freshet").put("watermark", "id").put("listen", "news");
        var model = new QueryModel(json, Duration.ofMinutes(1), Duration.ofHours(1), 500);
        var query = Optional.of(new StreamQuery(model, Duration.ZERO, null));
        var request = new StreamRequest(1, null, dataSource(), "q", null, Map.of());
        var shown = new LinkedBlockingQueue<Frame>();

        try (var live =
                new LiveQueries(
                        List.copyOf(SqlType.all()),
                        (_, _, _) -> query,
                        PollLimits.defaults(),
                        InstantSource.system())) {
            var history = live.subscribeStream(request).history();
            var stream = Thread.ofVirtual().start(() -> run(live, request, shown));

            assertThat(texts(requireNonNull(history).rows(), "host"))
                    .isEqualTo(StringColumn.of("a"));
            for (var host : new String[] {"b", "c"}) {
                insert(host.charAt(0), "10:00:00", host, 1);
                server.execute("NOTIFY news");
                assertThat(texts(shown.take(), "host")).isEqualTo(StringColumn.of(host));
            }
            assertThat(shown).isEmpty();
            stream.interrupt();
            stream.join();
        }
    }

    private static DataSource dataSource() {
        return Asking.dataSource(
                "postgres",
                server.url(),
                PostgresServer.USER,
                PostgresServer.PASSWORD,
                "postgres",
                "{\"sslmode\":\"disable\"}");
    }

    private static void run(LiveQueries live, StreamRequest request, Queue<Frame> shown) {
        try {
            live.runStream(
                    request,
                    new StreamSender() {
                        @Override
                        public void send(Frame frame) {
                            shown.add(frame);
                        }

                        @Override
                        public void send(RawJson packet) {
                            throw new AssertionError(packet);
                        }
                    });
        } catch (InterruptedException e) {
            // the test is over
        } catch (SourceException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void settingsThatCannotBeUsedAreRefused() {
        assertThatThrownBy(() -> open("postgres://db/", "", "disable", Asking.TIMEOUT))
                .hasMessageContaining("host:port");
        assertThatThrownBy(() -> open("db:99999", "", "disable", Asking.TIMEOUT))
                .hasMessageContaining("99999");
        assertThatThrownBy(() -> open("db", "", "maybe", Asking.TIMEOUT))
                .hasMessageContaining("\"maybe\"");
    }
}
