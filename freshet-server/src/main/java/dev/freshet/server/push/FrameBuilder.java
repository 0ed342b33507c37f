package dev.freshet.server.push;

import dev.freshet.server.managedstream.FieldLoss;
import dev.freshet.source.Frame;
import java.util.List;

/// Grows the frame of one measurement line by line.
sealed interface FrameBuilder permits LabelsFrameBuilder, WideFrameBuilder {
    /// Adds a line whose time is `nanos`; false when the frame would become too large, and then it
    /// is unchanged.
    boolean add(ParsedLine line, long nanos);

    /// The finished frame. The builder is used up.
    Frame build(String name);

    /// What of the input the frame does not hold.
    List<FieldLoss> losses();
}
