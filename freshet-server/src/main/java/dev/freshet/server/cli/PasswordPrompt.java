package dev.freshet.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// Asks for a new password: twice on a terminal, otherwise one line of the standard input. Never an
/// argument, which every process of the machine could read.
final class PasswordPrompt {
    private static final int LONGEST = 4096;

    private PasswordPrompt() {}

    /// JDK 25 gives no console again when there is no terminal.
    @SuppressWarnings("SystemConsoleNull")
    static String ask(String login) {
        var console = System.console();
        if (console == null || !console.isTerminal()) {
            return line();
        }
        var first = console.readPassword("New password of %s: ", login);
        var second = console.readPassword("Again: ");
        if (first == null || second == null) {
            throw new CommandFailure("No password was given; nothing was changed.");
        }
        if (!new String(first).equals(new String(second))) {
            throw new CommandFailure("The two passwords differ; nothing was changed.");
        }
        return new String(first);
    }

    private static String line() {
        try {
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            var text = new StringBuilder();
            for (int c = in.read(); c >= 0 && c != '\n' && text.length() < LONGEST; c = in.read()) {
                text.append((char) c);
            }
            if (text.isEmpty()) {
                throw new CommandFailure(
                        "No password was given; write it on the terminal or as a line of the"
                                + " standard input.");
            }
            return text.charAt(text.length() - 1) == '\r'
                    ? text.substring(0, text.length() - 1)
                    : text.toString();
        } catch (IOException e) {
            throw new CommandFailure("The password cannot be read: " + e.getMessage());
        }
    }
}
