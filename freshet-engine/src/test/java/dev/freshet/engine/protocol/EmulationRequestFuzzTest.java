package dev.freshet.engine.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Whatever comes: a request or [MalformedCommandException], and what is accepted survives the way
/// to another node.
class EmulationRequestFuzzTest {
    /// Reads one of the two forms.
    private interface Form {
        EmulationRequest read(byte[] body) throws MalformedCommandException;
    }

    @FuzzTest
    void requestIsReadOrRefused(byte[] body) {
        check(EmulationRequest::json, body);
        check(EmulationRequest::protobuf, body);
    }

    private static void check(Form form, byte[] body) {
        EmulationRequest request;
        try {
            request = form.read(body);
        } catch (MalformedCommandException expected) {
            if (String.valueOf(expected.getMessage()).isBlank()) {
                throw new AssertionError("a refusal says nothing", expected);
            }
            return;
        }
        survivesTheWayToAnotherNode(request);
        var commands = request.jsonCommands();
        if (commands != null && Utf8.firstInvalid(commands, 0, commands.length) >= 0) {
            throw new AssertionError("commands that are not UTF-8");
        }
    }

    private static void survivesTheWayToAnotherNode(EmulationRequest request) {
        var sent = request.toProtobuf();
        if (sent.length == 0) {
            return;
        }
        try {
            if (!EmulationRequest.protobuf(sent).equals(request)) {
                throw new AssertionError(request + " arrives as another one");
            }
        } catch (MalformedCommandException e) {
            throw new AssertionError(request + " does not arrive", e);
        }
    }
}
