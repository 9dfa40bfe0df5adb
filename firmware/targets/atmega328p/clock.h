#ifndef CLOCK_H
#define CLOCK_H

void clockStart(void);

#endif
