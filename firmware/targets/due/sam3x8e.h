/* The registers of the Atmel SAM3X8E that this firmware uses (datasheet 11057), by address. */
#ifndef SAM3X8E_H
#define SAM3X8E_H

#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))

/* Power management controller */
#define PMC_PCER0 REGISTER(0x400E0610)
#define PMC_PCER1 REGISTER(0x400E0700)
#define CKGR_MOR REGISTER(0x400E0620)
#define CKGR_PLLAR REGISTER(0x400E0628)
#define PMC_MCKR REGISTER(0x400E0630)
#define PMC_SR REGISTER(0x400E0668)
#define PMC_MOSCXTS (1u << 0)
#define PMC_LOCKA (1u << 1)
#define PMC_MCKRDY (1u << 3)
#define PMC_MOSCSELS (1u << 16)

/* Flash controllers */
#define EEFC0_FMR REGISTER(0x400E0A00)
#define EEFC1_FMR REGISTER(0x400E0C00)
#define EEFC1_FCR REGISTER(0x400E0C04)
#define EEFC1_FSR REGISTER(0x400E0C08)

/* Reset and watchdog */
#define RSTC_SR REGISTER(0x400E1A04)
#define WDT_CR REGISTER(0x400E1A50)
#define WDT_MR REGISTER(0x400E1A54)

/* Ports */
#define PIOA 0x400E0E00u
#define PIOB 0x400E1000u
#define PIOC 0x400E1200u
#define PIO_PER(port) REGISTER((port) + 0x00)
#define PIO_PDR(port) REGISTER((port) + 0x04)
#define PIO_OER(port) REGISTER((port) + 0x10)
#define PIO_SODR(port) REGISTER((port) + 0x30)
#define PIO_CODR(port) REGISTER((port) + 0x34)
#define PIO_ODSR(port) REGISTER((port) + 0x38)
#define PIO_ABSR(port) REGISTER((port) + 0x70)

/* UART of the programming port */
#define UART_CR REGISTER(0x400E0800)
#define UART_MR REGISTER(0x400E0804)
#define UART_IER REGISTER(0x400E0808)
#define UART_IDR REGISTER(0x400E080C)
#define UART_IMR REGISTER(0x400E0810)
#define UART_SR REGISTER(0x400E0814)
#define UART_RHR REGISTER(0x400E0818)
#define UART_THR REGISTER(0x400E081C)
#define UART_BRGR REGISTER(0x400E0820)
#define UART_RXRDY (1u << 0)
#define UART_TXRDY (1u << 1)
#define UART_OVRE (1u << 5)
#define UART_FRAME (1u << 6)
#define UART_TXEMPTY (1u << 9)

/* SPI 0 */
#define SPI_CR REGISTER(0x40008000)
#define SPI_MR REGISTER(0x40008004)
#define SPI_RDR REGISTER(0x40008008)
#define SPI_TDR REGISTER(0x4000800C)
#define SPI_SR REGISTER(0x40008010)
#define SPI_CSR0 REGISTER(0x40008030)

/* Timer counters: channel 0 makes pulses, channel 1 is the clock, channel 7 measures the line */
#define TC_PULSE 0x40080000u
#define TC_CLOCK 0x40080040u
#define TC_SENSE 0x40088040u
#define TC_CCR(channel) REGISTER((channel) + 0x00)
#define TC_CMR(channel) REGISTER((channel) + 0x04)
#define TC_CV(channel) REGISTER((channel) + 0x10)
#define TC_RA(channel) REGISTER((channel) + 0x14)
#define TC_RB(channel) REGISTER((channel) + 0x18)
#define TC_RC(channel) REGISTER((channel) + 0x1C)
#define TC_SR(channel) REGISTER((channel) + 0x20)
#define TC_IER(channel) REGISTER((channel) + 0x24)
#define TC_COVFS (1u << 0)
#define TC_CPCS (1u << 4)
#define TC_LDRBS (1u << 6)

/* System timer */
#define SYST_CSR REGISTER(0xE000E010)
#define SYST_RVR REGISTER(0xE000E014)

/* Interrupt controller */
#define NVIC_ISER0 REGISTER(0xE000E100)
#define UART_IRQ 8
#define TC_CLOCK_IRQ 28

#endif
