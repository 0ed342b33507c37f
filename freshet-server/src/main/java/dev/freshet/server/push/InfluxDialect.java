package dev.freshet.server.push;

import dev.freshet.server.http.Response;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;

/// How the two versions of InfluxDB write an error.
enum InfluxDialect {
    V1 {
        @Override
        byte[] json(Problem problem) {
            return PushJson.influx1(problem.message());
        }
    },
    V2 {
        @Override
        byte[] json(Problem problem) {
            return PushJson.influx2(code(problem.type().status()), problem.message());
        }
    };

    abstract byte[] json(Problem problem);

    /// Some lines were kept; clients know this wording.
    Response partialWrite(PushResult lines) {
        var error = lines.errors().getFirst();
        var message = "partial write: " + error.sentence() + " dropped=" + lines.badLines();
        return refused(Problem.of(ProblemType.PUSH_BAD_LINE, message));
    }

    Response refused(Problem problem) {
        return Response.problem(problem, json(problem));
    }

    private static String code(int status) {
        return switch (status) {
            case 413 -> "request too large";
            case 429 -> "too many requests";
            case 503 -> "unavailable";
            default -> "invalid";
        };
    }
}
