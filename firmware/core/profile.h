/*
 * The two boards: constants that the compiler chooses with -DPROFILE_TRANSISTORS2024 or -DPROFILE_DIGIPOTS2022.
 *
 * Voltages of 8-bit codes: code * 78125 / divisor, in microvolts. 78125 = 5e6 / 64, so that the divisor is 64 * 256 / 256 of the
 * circuit's gain: 5 V / 256 is 78125 / 4, behind the 11-fold amplifier 78125 / 44, behind the half-gain buffer 78125 / 2.
 */
#ifndef PROFILE_H
#define PROFILE_H

#define FIRMWARE_VERSION "1.0.0"
#define PROTOCOL_VERSION "1.0"

#if defined(PROFILE_TRANSISTORS2024)
#define PROFILE_NAME "transistors2024"
#define TOPOLOGY_NAME "periodicSquare:4x4"
#define EDGE_KIND "transistor"
#define RULE_KIND "pulse"
#define NODE_COUNT 16
#define EDGE_COUNT 32
#define OUTPUT_COUNT 8
/* Full scale of outputs and node converter: 5 V / 11. */
#define FULL_SCALE_MICROVOLTS 454545U
#define VOLTAGE_GAIN 11
#define NODE_LSB_DIVISOR 44
#define NODE_LSB_TEXT "1775.568"
#define STATE_LSB_DIVISOR 2
#define STATE_LSB_TEXT "39062.500"
#define READABLE "free+clamped+gate"
#define SETTABLE "outputs+nudge+learning"
#define SETTLE_DEFAULT_MICROSECONDS 10
#define HAS_PULSES 1
#elif defined(PROFILE_DIGIPOTS2022)
#define PROFILE_NAME "digipots2022"
#define TOPOLOGY_NAME "board2022"
#define EDGE_KIND "digipot"
#define RULE_KIND "clock"
#define NODE_COUNT 9
#define EDGE_COUNT 16
#define OUTPUT_COUNT 12
#define FULL_SCALE_MICROVOLTS 5000000U
#define VOLTAGE_GAIN 1
#define NODE_LSB_DIVISOR 4
#define NODE_LSB_TEXT "19531.250"
#define STATE_LSB_DIVISOR 4
#define STATE_LSB_TEXT "19531.250"
#define READABLE "free+clamped+wiper"
#define SETTABLE "outputs+learning"
#define SETTLE_DEFAULT_MICROSECONDS 100
#define HAS_PULSES 0
#else
#error "choose a profile: -DPROFILE_TRANSISTORS2024 or -DPROFILE_DIGIPOTS2022"
#endif

/* Multiplexer address of the clamped network's node 0. */
#define CLAMPED_ADDRESS 16

/* Pulse lengths, in ticks of half a microsecond. */
#define TICKS_PER_MICROSECOND 2
#define PULSE_LEAST_MICROSECONDS 20U
#define PULSE_GREATEST_MICROSECONDS 1000000U
/* What overclamping may shorten a pulse to: the timer needs that long to be armed for its end. */
#define PULSE_SHORTEST_TICKS 10U
/* A line that follows later than this does not follow, ticks. */
#define PULSE_TOLERANCE_TICKS 4

#define LINE_BYTES 176
#define BLOCK_BYTES 130
#define LIST_CHANNELS 32
#define ERROR_QUEUE 8
#define EXPERIMENT_OUTPUTS 8

#ifndef TABLE_BYTES
#error "the target gives the size of the experiment's table: -DTABLE_BYTES=n"
#endif

#endif
