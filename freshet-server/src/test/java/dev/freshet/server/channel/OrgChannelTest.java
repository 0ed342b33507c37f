package dev.freshet.server.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrgChannelTest {
    @ParameterizedTest
    @CsvSource({
        "1/stream/a/b, 1, 1/stream/a/b",
        "default/stream/a/b, 1, 1/stream/a/b",
        "org-1/stream/a/b, 1, 1/stream/a/b",
        "7/stream/a/b, 7, 7/stream/a/b",
        "org-7/stream/a/b, 7, 7/stream/a/b"
    })
    void everySpellingHasOneCanonicalName(String text, long org, String canonical) {
        assertThat(OrgChannel.parse(text, org))
                .isInstanceOfSatisfying(
                        OrgChannel.Parsed.Valid.class,
                        valid -> assertThat(valid.channel().canonical()).isEqualTo(canonical));
    }

    @ParameterizedTest
    @CsvSource({
        "stream/a/b, true, 1/stream/a/b",
        "1/stream/a/b, true, 1/stream/a/b",
        "default/stream/a/b, false, 1/stream/a/b",
        "org-7/stream/a/b, true, 7/stream/a/b",
        "7/stream/a/b, false, CHANNEL_FOREIGN_ORG",
        "stream/a, true, CHANNEL_NO_PATH",
        "7/stream/a, true, CHANNEL_NO_PATH",
        "'', true, CHANNEL_EMPTY"
    })
    void programsMayLeaveTheirOrganisationOut(String text, boolean anyOrg, String outcome) {
        var parsed =
                switch (OrgChannel.parse(text, 1, anyOrg)) {
                    case OrgChannel.Parsed.Valid(var channel) -> channel.canonical();
                    case OrgChannel.Parsed.Invalid(var problem) -> problem.type().name();
                };

        assertThat(parsed).isEqualTo(outcome);
    }

    @Test
    void spellingsAreAllThatNameTheChannel() {
        var address = new ChannelAddress("stream", "a", "b");

        assertThat(new OrgChannel(1, address).spellings())
                .containsExactly("1/stream/a/b", "org-1/stream/a/b", "default/stream/a/b");
        assertThat(new OrgChannel(7, address).spellings())
                .containsExactly("7/stream/a/b", "org-7/stream/a/b");
    }

    @ParameterizedTest
    @CsvSource({
        "stream/a/b, CHANNEL_NO_PREFIX",
        "0/stream/a/b, CHANNEL_NO_PREFIX",
        "-1/stream/a/b, CHANNEL_NO_PREFIX",
        "01/stream/a/b, CHANNEL_NO_PREFIX",
        "org-/stream/a/b, CHANNEL_NO_PREFIX",
        "org-0/stream/a/b, CHANNEL_NO_PREFIX",
        "Default/stream/a/b, CHANNEL_NO_PREFIX",
        "99999999999999999999/stream/a/b, CHANNEL_NO_PREFIX",
        "1, CHANNEL_NO_PREFIX",
        "'', CHANNEL_EMPTY",
        "2/stream/a/b, CHANNEL_FOREIGN_ORG",
        "org-2/stream/a/b, CHANNEL_FOREIGN_ORG",
        "1/, CHANNEL_EMPTY",
        "1/stream/a, CHANNEL_NO_PATH",
        "1/stream/a/b c, CHANNEL_BAD_CHARACTER"
    })
    void wrongNamesAreToldApart(String text, ProblemType type) {
        assertThat(OrgChannel.parse(text, 1))
                .isInstanceOfSatisfying(
                        OrgChannel.Parsed.Invalid.class,
                        invalid -> assertThat(invalid.problem().type()).isEqualTo(type));
    }

    @Test
    void foreignOrganisationIsCode103AndAMissingPrefix400() {
        assertThat(problem("2/stream/a/b").type().wireCode()).isEqualTo(103);
        assertThat(problem("stream/a/b").type().wireCode()).isEqualTo(400);
        assertThat(problem("stream/a/b").message())
                .contains("must start with an org or namespace prefix");
    }

    private static Problem problem(String text) {
        return switch (OrgChannel.parse(text, 1)) {
            case OrgChannel.Parsed.Invalid(Problem problem) -> problem;
            case OrgChannel.Parsed.Valid valid ->
                    throw new AssertionError(valid + " should be refused");
        };
    }
}
