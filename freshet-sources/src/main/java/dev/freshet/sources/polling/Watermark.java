package dev.freshet.sources.polling;

import dev.freshet.source.Frame;
import org.jspecify.annotations.Nullable;

/// Knows what a query has shown already, and lets only the rest pass. Not thread-safe: its poll's
/// turn guards it.
///
/// A row that was shown is a *duplicate*. A point of a series that is older than one shown is
/// *late*: it is left out, because lines are drawn from left to right. What is later than the range
/// that was asked belongs to a later answer and is left out without being counted.
interface Watermark {
    /// What is new of an answer, with its duplicates and late rows counted.
    ///
    /// @param from of the range that was asked, in nanoseconds since 1970
    /// @param to of the range, exclusive
    Fresh admit(Frame answer, long from, long to);

    /// The time of the latest row that passed, in nanoseconds; null when none did.
    @Nullable Long latest();

    /// What need not be remembered any longer, because it will not be asked for again.
    void forgetBefore(long time);

    /// What is new.
    ///
    /// @param frame the new rows; without rows when there are none
    /// @param ahead the time of the latest row behind the range, the lowest number when there is
    ///   none
    record Fresh(Frame frame, long duplicates, long late, long ahead) {}
}
