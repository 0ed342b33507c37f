package dev.freshet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.testkit.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Behind a real nginx that serves everything under a sub-path, as people run Grafana.
@Tag("nginx")
class ReverseProxyTest {
    @Test
    void pageSocketAndPushWorkUnderASubPathBehindNginx(@TempDir Path folder) throws Exception {
        int proxyPort = freePort();
        var configuration =
                """
                [server]
                root_url = http://localhost:%d/grafana/
                serve_from_sub_path = true
                [auth.anonymous]
                enabled = true
                """
                        .formatted(proxyPort);
        try (var server = FreshetProcess.server(folder, 0, configuration)) {
            var nginx = startNginx(folder, proxyPort, server.url().getPort());
            try {
                var base = URI.create("http://localhost:" + proxyPort + "/grafana/");
                var page = get(base);
                var token = server.token("Editor");

                assertThat(page).contains("<title>", "./assets/").doesNotContain("src=\"/assets");
                try (var client =
                        TestClient.open(
                                base.resolve("api/live/ws").toString().startsWith("http")
                                        ? URI.create(
                                                "ws://localhost:"
                                                        + proxyPort
                                                        + "/grafana/api/live/ws")
                                        : base)) {
                    client.command("\"connect\":{}");
                    client.subscribe("1/stream/proxy/cpu");
                    push(base, token);
                    assertThat(client.next())
                            .contains("\"channel\":\"1/stream/proxy/cpu\"", "\"schema\"");
                }
            } finally {
                nginx.destroy();
                nginx.waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private static String get(URI uri) throws IOException, InterruptedException {
        var response =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(uri).header("Accept", "text/html").build(),
                                BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static void push(URI base, String token) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(base.resolve("api/live/push/proxy"))
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofString("cpu usage=1\n"))
                        .build();
        assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    private static Process startNginx(Path folder, int port, int upstream) throws IOException {
        var file = folder.resolve("nginx.conf");
        Files.writeString(
                file,
                """
                daemon off;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log %1$s/nginx-error.log;
                events { worker_connections 256; }
                http {
                  access_log off;
                  client_body_temp_path %1$s/nginx-body;
                  proxy_temp_path %1$s/nginx-proxy;
                  fastcgi_temp_path %1$s/nginx-fastcgi;
                  uwsgi_temp_path %1$s/nginx-uwsgi;
                  scgi_temp_path %1$s/nginx-scgi;
                  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
                  server {
                    listen 127.0.0.1:%2$d;
                    location /grafana/ {
                      proxy_pass http://127.0.0.1:%3$d;
                      proxy_http_version 1.1;
                      proxy_set_header Host $http_host;
                      proxy_set_header Upgrade $http_upgrade;
                      proxy_set_header Connection $connection_upgrade;
                    }
                  }
                }
                """
                        .formatted(folder, port, upstream));
        var process =
                new ProcessBuilder(
                                "nginx", "-e", folder + "/nginx-error.log", "-c", file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("nginx.log").toFile())
                        .start();
        awaitListening(port);
        return process;
    }

    private static void awaitListening(int port) {
        dev.freshet.engine.testkit.Eventually.eventually(() -> {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(socket.isConnected()).isTrue();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
