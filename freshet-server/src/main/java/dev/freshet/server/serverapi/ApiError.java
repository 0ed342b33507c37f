package dev.freshet.server.serverapi;

import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import tools.jackson.core.JsonGenerator;

/// Why a method was refused, by the API's own codes.
record ApiError(int code, Problem problem) {
    private static final int INTERNAL = 100;
    private static final int UNKNOWN_CHANNEL = 102;
    private static final int PERMISSION_DENIED = 103;
    private static final int NOT_FOUND = 104;
    private static final int BAD_REQUEST = 107;
    private static final int TOO_MANY_REQUESTS = 111;
    private static final int UNRECOVERABLE_POSITION = 112;

    /// A refusal whose type knows its code on the wire.
    static ApiError of(Problem problem) {
        int code =
                problem.type() == ProblemType.BUSY ? TOO_MANY_REQUESTS : problem.type().wireCode();
        return new ApiError(code, problem);
    }

    /// A channel that cannot be used: the socket has other codes for that than the API.
    static ApiError ofChannel(Problem problem) {
        int code =
                switch (problem.type().status()) {
                    case 403 -> PERMISSION_DENIED;
                    case 404 -> UNKNOWN_CHANNEL;
                    default -> BAD_REQUEST;
                };
        return new ApiError(code, problem);
    }

    static ApiError badRequest(String sentence, String hint) {
        return of(Problem.of(ProblemType.API_BAD_REQUEST, "bad request: " + sentence, hint));
    }

    /// The HTTP status where errors have one of their own.
    int status() {
        return switch (code) {
            case PERMISSION_DENIED -> 403;
            case UNKNOWN_CHANNEL, NOT_FOUND -> 404;
            case TOO_MANY_REQUESTS -> 503;
            case UNRECOVERABLE_POSITION -> 416;
            case INTERNAL -> 500;
            default -> 400;
        };
    }

    /// True when the same request may succeed later.
    boolean isTemporary() {
        return code == INTERNAL || code == TOO_MANY_REQUESTS;
    }

    /// Writes the members of the error object.
    void writeMembers(JsonGenerator json) {
        json.writeNumberProperty("code", code);
        json.writeStringProperty("message", (problem.message() + " " + problem.hint()).strip());
        if (isTemporary()) {
            json.writeBooleanProperty("temporary", true);
        }
    }
}
