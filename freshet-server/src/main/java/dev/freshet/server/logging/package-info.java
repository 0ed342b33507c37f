/// The log: set up in code from [dev.freshet.server.config.LogSettings], because reading an XML
/// file costs a good part of the start.
///
/// Other packages know slf4j, and [LogThrottle] for lines that strangers can cause at will.
/// [Logging] is the way in. Messages cannot forge lines: control characters in them are written as
/// `\\n` or `\\u001b`.
@NullMarked
package dev.freshet.server.logging;

import org.jspecify.annotations.NullMarked;
