package dev.freshet.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.Engine;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.Recovery;
import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.client.PublishReply;
import dev.freshet.engine.client.SubscribeReply;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HistoryBenchIntegrationTest {
    private Engine engine;
    private String url;

    @BeforeEach
    void startEngine() {
        engine =
                Engine.builder()
                        .onConnect(event ->
                                Answer.accept(ConnectReply.as(Credentials.ofUser("u"))).now())
                        .onSubscribe(event -> Answer.accept(SubscribeReply.ok()).now())
                        .onPublish(event ->
                                Answer.accept(PublishReply.to(event.channel(), event.data())).now())
                        .channel("1/stream/kept/*", keeping(100))
                        .channel("1/stream/short/*", keeping(10))
                        .build();
        var address =
                engine.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "/api/live/ws");
        url = "http://127.0.0.1:" + address.getPort();
    }

    private static ChannelOptions keeping(int publications) {
        return ChannelOptions.builder()
                .history(publications, Duration.ofMinutes(5))
                .recovery(Recovery.STREAM)
                .build();
    }

    @AfterEach
    void stopEngine() {
        engine.close();
    }

    @Test
    void clientsThatComeBackAreGivenWhatTheyMissedWhileOthersArePublishedTo() {
        var run = recover("--json", "--missed", "100");

        assertThat(run.exitCode()).as(run.err()).isZero();
        var json = run.json();
        assertThat(json.path("conns").asInt()).isEqualTo(60);
        assertThat(json.path("recovered").asInt()).isEqualTo(60);
        assertThat(json.path("publications_recovered").asInt()).isEqualTo(60 * 100);
        assertThat(json.path("publications_missed").asInt()).isEqualTo(60 * 100);
        assertThat(json.path("live_before_deliveries").asInt()).isEqualTo(20 * 3);
        assertThat(json.path("live_lost").asInt()).isZero();
        assertThat(json.path("conns_closed").asInt()).isZero();
    }

    @Test
    void channelsThatKeepTooLittleAreNamedAsTheLikelyCause() {
        var run = recover("--missed", "11", "--channel-prefix", "stream/short/");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("recovered         0 of 60 (0.00 %), 0 of 660 publications")
                .contains("does the channels' history_size allow for 11 publications?");
    }

    @Test
    void recoveringFromChannelsWithoutHistorySaysWhatToConfigure() {
        var run = recover("--channel-prefix", "stream/bench/");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("stream/bench/* has no history that can be recovered")
                .contains("history_size = 100, history_ttl = 5m, recovery = stream");
    }

    @Test
    void fanOutWithoutAndWithHistoryIsMeasuredByTurns() {
        var run = history("--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        var rounds = run.json().path("rounds");
        assertThat(rounds.size()).isEqualTo(2);
        assertThat(rounds.findValuesAsString("deliveries")).containsOnly("600").hasSize(4);
        assertThat(rounds.findValuesAsString("lost")).containsOnly("0").hasSize(4);
        assertThat(run.json().has("cpu_ratio")).isTrue();
    }

    @Test
    void historyOfChannelsThatHaveNoneIsNotMeasured() {
        var run = history("--kept-prefix", "stream/other/");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("30 × stream/other/* has no history that can be recovered; the server's")
                .doesNotContain("round");
    }

    @Test
    void historyIsNotComparedWithHistory() {
        var run = history("--channel-prefix", "stream/short/");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("30 × stream/short/* has positions, and is to be measured without");
    }

    private BenchRunner recover(String... options) {
        return bench(
                List.of("recover", "--connections", "60", "--channels", "4", "--live", "3"),
                options);
    }

    private BenchRunner history(String... options) {
        return bench(List.of("history", "--connections", "30", "--rounds", "2"), options);
    }

    private BenchRunner bench(List<String> scenario, String... options) {
        var all = new ArrayList<>(scenario);
        all.addAll(List.of("--url", url, "--publish-via", "socket", "--quiet", "--rate", "100"));
        all.addAll(List.of("--warm-up", "100ms", "--settle", "0", "--duration", "200ms"));
        all.addAll(List.of(options));
        return BenchRunner.run(all.toArray(String[]::new));
    }
}
