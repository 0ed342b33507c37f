package dev.freshet.source;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Names a [StreamSource] that a server finds in a jar: the `type` of the data sources that it
/// serves, and the id in `plugin/<id>/…`.
///
/// The jar lies in the server's plugin directory and names the class, with a constructor without
/// parameters, in `META-INF/services/dev.freshet.source.StreamSource`. It gets a class loader of
/// its own that sees the JDK and this API and nothing of the server: bring other libraries along in
/// the jar. A source that is [AutoCloseable] is closed when the server ends.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SourceType {
    /// Letters, digits, `-`, `_` and `.`; another one's type is refused.
    String value();
}
