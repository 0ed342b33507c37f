package dev.freshet.server.plugin;

/// What a source's jar sees beside itself: the JDK and the API of sources, nothing of the server.
final class ApiClassLoader extends ClassLoader {
    private static final String API = "dev.freshet.source.";

    ApiClassLoader() {
        super("source-api", getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (name.startsWith(API)) {
            return Class.forName(name, false, ApiClassLoader.class.getClassLoader());
        }
        throw new ClassNotFoundException(name);
    }
}
