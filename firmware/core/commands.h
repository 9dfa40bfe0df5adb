/* Every command of PROTOCOL.md is one of these functions. Each takes its parameters, checks them all, then acts or answers. */
#ifndef COMMANDS_H
#define COMMANDS_H

#include <stdbool.h>

/* Queues an error and answers false while the bench is busy: for settings that may change between two steps only. */
bool takeSettings(void);

#define COMMAND_LIST(COMMAND) \
  COMMAND("*IDN?", identify) \
  COMMAND("*RST", reset) \
  COMMAND("*CLS", clearStatus) \
  COMMAND("*ESR?", eventQuery) \
  COMMAND("*ESE", eventEnable) \
  COMMAND("*ESE?", eventEnableQuery) \
  COMMAND("*STB?", statusQuery) \
  COMMAND("*SRE", serviceEnable) \
  COMMAND("*SRE?", serviceEnableQuery) \
  COMMAND("*OPC", operationComplete) \
  COMMAND("*OPC?", operationCompleteQuery) \
  COMMAND("*WAI", nothing) \
  COMMAND("SYSTem:ERRor?", errorQuery) \
  COMMAND("SYSTem:ERRor:NEXT?", errorQuery) \
  COMMAND("SYSTem:ERRor:COUNt?", errorCountQuery) \
  COMMAND("SYSTem:VERSion?", versionQuery) \
  COMMAND("SYSTem:PROTocol?", protocolQuery) \
  COMMAND("SYSTem:CAPability?", capabilityQuery) \
  COMMAND("SYSTem:CAPability:EDGes?", edgesQuery) \
  COMMAND("SYSTem:TIME?", timeQuery) \
  COMMAND("SYSTem:BOOT?", bootQuery) \
  COMMAND("SYSTem:TAG?", tagQuery) \
  COMMAND("SYSTem:HEARtbeat", nothing) \
  COMMAND("SYSTem:SERial", serialNumber) \
  COMMAND("SYSTem:SERial?", serialNumberQuery) \
  COMMAND("SYSTem:COMMunicate:BAUD", baud) \
  COMMAND("SYSTem:COMMunicate:GUARd", guard) \
  COMMAND("SYSTem:COMMunicate:GUARd?", guardQuery) \
  COMMAND("SYSTem:COMMunicate:TIMeout", timeout) \
  COMMAND("SYSTem:COMMunicate:TIMeout?", timeoutQuery) \
  COMMAND("SOURce:VOLTage", sourceVoltage) \
  COMMAND("SOURce:VOLTage?", sourceVoltageQuery) \
  COMMAND("MEASure:VOLTage:FREE?", measureFree) \
  COMMAND("MEASure:VOLTage:CLAMped?", measureClamped) \
  COMMAND("PULSe", pulse) \
  COMMAND("PULSe:JITTer?", jitterQuery) \
  COMMAND("PULSe:JITTer:CLEar", jitterClear) \
  PROFILE_COMMAND_LIST(COMMAND) \
  COMMAND("EXPeriment:CLEar", clearExperiment) \
  COMMAND("EXPeriment:TABLe", shapeTable) \
  COMMAND("EXPeriment:TABLe?", shapeTableQuery) \
  COMMAND("EXPeriment:DATA", writeRows) \
  COMMAND("EXPeriment:DATA:CRC?", rowsChecksumQuery) \
  COMMAND("EXPeriment:OUTPut", defineOutput) \
  COMMAND("EXPeriment:OUTPut?", outputsQuery) \
  COMMAND("EXPeriment:CLAMp", clamping) \
  COMMAND("EXPeriment:CLAMp?", clampingQuery) \
  COMMAND("EXPeriment:REACh", reach) \
  COMMAND("EXPeriment:REACh?", reachQuery) \
  COMMAND("EXPeriment:LOSS", loss) \
  COMMAND("EXPeriment:LOSS?", lossQuery) \
  COMMAND("EXPeriment:NUDGe", experimentNudge) \
  COMMAND("EXPeriment:NUDGe?", experimentNudgeQuery) \
  COMMAND("EXPeriment:SETTle", settle) \
  COMMAND("EXPeriment:SETTle?", settleQuery) \
  COMMAND("EXPeriment:STEPs", steps) \
  COMMAND("EXPeriment:STEPs?", stepsQuery) \
  COMMAND("EXPeriment:ORDer", order) \
  COMMAND("EXPeriment:ORDer?", orderQuery) \
  COMMAND("EXPeriment:DWELl", dwell) \
  COMMAND("EXPeriment:DWELl?", dwellQuery) \
  COMMAND("EXPeriment:MEASure:SCHedule", schedule) \
  COMMAND("EXPeriment:MEASure:SCHedule?", scheduleQuery) \
  COMMAND("EXPeriment:MEASure:WHAT", what) \
  COMMAND("EXPeriment:MEASure:WHAT?", whatQuery) \
  COMMAND("EXPeriment:MEASure:ROWS", measuredRows) \
  COMMAND("EXPeriment:MEASure:ROWS?", measuredRowsQuery) \
  COMMAND("EXPeriment:MEASure:REPeats", repeats) \
  COMMAND("EXPeriment:MEASure:REPeats?", repeatsQuery) \
  COMMAND("EXPeriment:MEASure", measureNow) \
  COMMAND("EXPeriment:MEASure:NOW", measureNow) \
  COMMAND("EXPeriment:BREak", breakStep) \
  COMMAND("EXPeriment:BREak?", breakStepQuery) \
  COMMAND("EXPeriment:HOLD", hold) \
  COMMAND("EXPeriment:CONTinue", continueRun) \
  COMMAND("EXPeriment:STATe?", stateQuery) \
  COMMAND("INITiate", initiate) \
  COMMAND("ABORt", abortRun) \
  COMMAND("STReam:SUBScribe", subscribe) \
  COMMAND("STReam:SUBScribe?", subscribeQuery) \
  COMMAND("STReam:HEARtbeat", heartbeatPeriod) \
  COMMAND("STReam:HEARtbeat?", heartbeatPeriodQuery)

#if defined(PROFILE_TRANSISTORS2024)
#define PROFILE_COMMAND_LIST(COMMAND) \
  COMMAND("SOURce:NUDGe", sourceNudge) \
  COMMAND("SOURce:NUDGe?", sourceNudgeQuery) \
  COMMAND("LEARn", learnState) \
  COMMAND("LEARn:STATe", learnState) \
  COMMAND("LEARn?", learnStateQuery) \
  COMMAND("LEARn:STATe?", learnStateQuery) \
  COMMAND("MEASure:VOLTage:GATE?", measureGate) \
  COMMAND("EXPeriment:TIME", pulseLength) \
  COMMAND("EXPeriment:TIME?", pulseLengthQuery)
#else
#define PROFILE_COMMAND_LIST(COMMAND) COMMAND("MEASure:WIPer?", measureWiper)
#endif

#define DECLARE_COMMAND(header, function) void function##Command(void);
COMMAND_LIST(DECLARE_COMMAND)
#undef DECLARE_COMMAND

#endif
