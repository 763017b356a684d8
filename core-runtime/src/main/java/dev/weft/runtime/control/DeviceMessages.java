package dev.weft.runtime.control;

/** A GPU as messages carry it. */
public final class DeviceMessages {
    private DeviceMessages() {}

    public static Device of(dev.weft.runtime.Device device) {
        return Device.newBuilder()
                .setIndex(device.index())
                .setUuid(device.uuid())
                .setName(device.name())
                .setMemoryBytes(device.memoryBytes())
                .setShareMilli(device.shareMilli())
                .build();
    }

    public static dev.weft.runtime.Device toDevice(Device message) {
        return new dev.weft.runtime.Device(
                message.getIndex(),
                message.getUuid(),
                message.getName(),
                message.getMemoryBytes(),
                message.getShareMilli());
    }
}
