package dev.freshet.server.push;

import dev.freshet.server.managedstream.FrameForChannel;
import java.util.List;

/// What became of a body of line protocol.
///
/// @param frames one per measurement, in order of first appearance; empty when refused
/// @param lines the lines that the frames hold
/// @param badLines the lines left out
/// @param errors what is wrong with the first of them
/// @param refused nothing may be stored: a bad line without `partial`, or not line protocol at all
public record PushResult(
        List<FrameForChannel> frames,
        int lines,
        int badLines,
        List<LineError> errors,
        boolean refused) {
    public PushResult {
        frames = List.copyOf(frames);
        errors = List.copyOf(errors);
    }

    static PushResult refused(LineError error) {
        return new PushResult(List.of(), 0, 1, List.of(error), true);
    }
}
