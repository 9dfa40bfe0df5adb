/* What a target's main() calls. */
#ifndef PROGRAM_H
#define PROGRAM_H

/* After the hardware is set up: safe state, empty experiment, first start counted. */
void programStart(void);
/* One turn of the endless loop. */
void programPoll(void);

#endif
