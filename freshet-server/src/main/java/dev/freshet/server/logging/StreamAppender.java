package dev.freshet.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.Layout;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Writes to the console, a line at a time.
final class StreamAppender extends AppenderBase<ILoggingEvent> {
    private final PrintStream stream;
    private final Layout<ILoggingEvent> layout;

    StreamAppender(String name, PrintStream stream, Layout<ILoggingEvent> layout) {
        setName(name);
        this.stream = stream;
        this.layout = layout;
    }

    @Override
    protected void append(ILoggingEvent event) {
        var bytes = layout.doLayout(event).getBytes(StandardCharsets.UTF_8);
        stream.write(bytes, 0, bytes.length);
        stream.flush();
    }
}
