/// The sample streams `plugin/testdata/*`: random walks for trying out panels and clients. A
/// [StreamSource] like any other; start at [TestDataSource].
@NullMarked
package dev.freshet.server.testdata;

import org.jspecify.annotations.NullMarked;
