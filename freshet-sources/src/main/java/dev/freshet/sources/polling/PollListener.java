package dev.freshet.sources.polling;

import dev.freshet.source.Frame;
import java.time.Instant;

/// A channel that watches a poll. Called in the poll's turn, so it must return at once.
interface PollListener {
    /// These rows are new.
    void rows(Frame frame);

    /// The question failed, with a sentence for people.
    void failed(String reason);

    /// The question was answered, and nothing is new.
    void nothingNew();

    /// True when it watched for a while and nobody has taken anything from it.
    boolean isAbandoned(Instant now);
}
