/* Answers to queries, as text. Those of one line are separated by ';' and end together. */
#ifndef ANSWER_H
#define ANSWER_H

#include <stdbool.h>
#include <stdint.h>

/* Whether every answer ends in '~' and its checksum. */
extern bool answerGuarded;

/* Before each answer: the separator from the one before. */
void answerBegin(void);
/* After a line: its end, if anything was answered. */
void answerEndLine(void);
void answerCharacter(char character);
void answerText(const char *flashText);
/* One of a list of words in flash, in its short form. */
void answerWord(const char *flashWords, uint8_t index);
void answerUnsigned(uint32_t number);
void answerSigned(int32_t number);
/* A number of microunits with six decimals: 100000 is 0.100000. */
void answerMicro(uint32_t micro);
/* A comma before every item but the first, counted by the caller. */
void answerComma(bool isFirst);

#endif
