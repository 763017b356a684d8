package dev.weft.runtime.gpu;

/**
 * What an NVLink leads to.
 *
 * @param isSwitch to a switch, to which other GPUs lead, too
 * @param pciBusId of a GPU; empty if nobody says
 */
record NvlinkEnd(boolean isSwitch, String pciBusId) {
    /** {@code nvmlIntNvLinkDeviceType_t}. */
    static final int SWITCH = 2;
}
