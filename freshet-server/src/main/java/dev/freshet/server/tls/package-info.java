/// The server's certificate: read from PEM files, checked, and read again when they change.
///
/// [ServerCertificate] is the way in; [PrivateKeyPem] knows the three forms of keys that tools
/// write.
@NullMarked
package dev.freshet.server.tls;

import org.jspecify.annotations.NullMarked;
