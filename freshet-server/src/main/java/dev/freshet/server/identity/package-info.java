/// The server's own users: accounts, passwords, sessions, service-account tokens, signing in.
///
/// [Identity] is the way in. What every request asks for is in memory ([IdentityCache]), changed by
/// the database's writing thread only; reading needs no lock. Passwords are checked on a thread of
/// their own ([PasswordCheck]). Uses `auth`, `config`, `storage` and `problem`; knows no HTTP.
@NullMarked
package dev.freshet.server.identity;

import org.jspecify.annotations.NullMarked;
