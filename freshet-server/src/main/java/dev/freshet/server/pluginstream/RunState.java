package dev.freshet.server.pluginstream;

import java.time.Instant;

/// What is known of a channel's run, for people who ask why nothing arrives.
///
/// @param running false while it waits to be run again
/// @param since when the present run, or the present wait, began
/// @param restarts how often it failed since it was started
/// @param dropped packets that found no room
/// @param lastError the last failure's text, empty when there was none
/// @param forPeople the text was written for whoever asks; otherwise it is for the log only
/// @param failing why a stream that runs does not get what it should; empty when it does
public record RunState(
        boolean running,
        Instant since,
        int restarts,
        long dropped,
        String lastError,
        boolean forPeople,
        String failing) {
    /// Why nothing arrives, in a sentence; empty while the stream runs.
    public String trouble() {
        if (running || restarts == 0) {
            return failing;
        }
        return "The source failed "
                + (restarts == 1 ? "once" : restarts + " times")
                + " and will be run again"
                + (forPeople ? ": " + lastError : "; the server's log has the reason.");
    }
}
