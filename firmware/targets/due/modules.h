#ifndef MODULES_H
#define MODULES_H

void clockStart(void);
void clockInterrupt(void);
void wakeInterrupt(void);
void serialStart(void);
void serialInterrupt(void);

#endif
