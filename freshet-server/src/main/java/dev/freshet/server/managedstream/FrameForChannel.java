package dev.freshet.server.managedstream;

import dev.freshet.source.Frame;
import java.util.List;

/// One frame of a push and where it goes.
///
/// @param measurement the name in the sender's words
/// @param channelPath the last part of the channel
/// @param losses what of the input the frame does not hold
public record FrameForChannel(
        String measurement, String channelPath, Frame frame, List<FieldLoss> losses) {
    public FrameForChannel {
        losses = List.copyOf(losses);
    }
}
