/// The API's own description: `OpenApi` writes OpenAPI 3.1 from the route table, and the socket's
/// AsyncAPI 3 document is a resource beside it.
///
/// Uses `http` only; made once at start. Start reading at [ApiDocs].
@NullMarked
package dev.freshet.server.apidoc;

import org.jspecify.annotations.NullMarked;
