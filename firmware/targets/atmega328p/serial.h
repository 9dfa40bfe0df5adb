#ifndef SERIAL_H
#define SERIAL_H

void serialStart(void);

#endif
