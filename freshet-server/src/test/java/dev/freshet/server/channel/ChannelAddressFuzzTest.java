package dev.freshet.server.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class ChannelAddressFuzzTest {
    /// A name is either read and written back as it was, or refused with a short sentence.
    @FuzzTest
    void nameSurvivesOrIsRefusedInShort(FuzzedDataProvider data) {
        var text = data.consumeRemainingAsString();

        switch (ChannelAddress.parse(text)) {
            case ChannelAddress.Parsed.Valid(ChannelAddress address) ->
                    assertThat(address).hasToString(text);
            case ChannelAddress.Parsed.Invalid(var problem) ->
                    assertThat(problem.message().getBytes(StandardCharsets.UTF_8))
                            .hasSizeLessThanOrEqualTo(250);
        }
    }
}
