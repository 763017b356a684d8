package dev.weft.collectives.process;

/** A host's name or IP address, alone and beside a port. IPv6 addresses have colons, so beside a port they stand in brackets. */
public final class HostAddress {
    private HostAddress() {}

    /** As it stands before the colon of a port; brackets may be there already. */
    public static String beforePort(String host) {
        return host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]";
    }

    /** Of {@code host:port}, without brackets. */
    public static String hostOf(String hostAndPort) {
        String host = hostAndPort.substring(0, hostAndPort.lastIndexOf(':'));
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
