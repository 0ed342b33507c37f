/// Who is asking: users, sessions, tokens, and how a request's credentials become a [SignedInUser].
@NullMarked
package dev.freshet.server.auth;

import org.jspecify.annotations.NullMarked;
