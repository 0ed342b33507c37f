package dev.freshet.server.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/// What a command shows a server to be let in. Never printed with its secret.
///
/// @param who for messages, for example `the token of $FRESHET_TOKEN`
/// @param header the value of `Authorization`, empty without credentials
record RemoteLogin(String who, String header) {
    private static final String TOKEN = "FRESHET_TOKEN";
    private static final String USER = "FRESHET_USER";
    private static final String PASSWORD = "FRESHET_PASSWORD";

    /// The file's token if one is named, otherwise what the environment has.
    static RemoteLogin of(
            @org.jspecify.annotations.Nullable Path tokenFile, Map<String, String> environment) {
        if (tokenFile != null) {
            return token("the token in " + tokenFile, read(tokenFile));
        }
        var token = environment.getOrDefault(TOKEN, "").strip();
        if (!token.isEmpty()) {
            return token("the token of $" + TOKEN, token);
        }
        var user = environment.getOrDefault(USER, "");
        return user.isEmpty()
                ? new RemoteLogin("somebody without credentials", "")
                : password(user, environment.getOrDefault(PASSWORD, ""));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException _) {
            throw new CommandFailure("--token-file " + file + " does not exist.");
        } catch (IOException e) {
            throw new CommandFailure(
                    "--token-file " + file + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private static RemoteLogin token(String who, String token) {
        if (!token.matches("[!-~]+")) {
            throw new CommandFailure(
                    "There is no token in "
                            + who.replaceFirst("the token (in|of) ", "")
                            + ": a token is one word, as freshet token create prints it.");
        }
        return new RemoteLogin(who, "Bearer " + token);
    }

    private static RemoteLogin password(String user, String password) {
        if (password.isEmpty() || user.contains(":")) {
            throw new CommandFailure(
                    password.isEmpty()
                            ? "$" + USER + " is set, but $" + PASSWORD + " is not; set both."
                            : "$" + USER + " holds a colon, which no login can.");
        }
        var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new RemoteLogin(
                "user " + user + " of $" + USER,
                "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    /// What may help when the server does not let this one in.
    String advice() {
        return header.isEmpty()
                ? "Make a token with freshet token create and give it with --token-file or $"
                        + TOKEN
                        + "."
                : "Make another one with freshet token create, or compare freshet token list.";
    }

    @Override
    public String toString() {
        return who;
    }
}
