/// The server API, with which other programs publish, subscribe and disconnect users, as Centrifugo
/// 6 has it: the engine's own operations over HTTP, by channels as Grafana names them.
///
/// [ServerApi] has the routes, `ApiMethods` the table of methods, one class per kind. Everything
/// runs on connections' loops and does not block; what takes time completes its stage later. A
/// refused method is an `ApiReply.Refused`, never an exception.
@NullMarked
package dev.freshet.server.serverapi;

import org.jspecify.annotations.NullMarked;
