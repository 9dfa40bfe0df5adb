import { AVRUSART, usart0Config, type CPU } from 'avr8js';

/** An interrupt of the serial unit, private in avr8js; the version is pinned. */
interface Interrupt {
  readonly address: number;
  readonly flagRegister: number;
  readonly flagMask: number;
  readonly enableRegister: number;
  readonly enableMask: number;
  constant?: boolean;
}

/**
 * The serial unit of avr8js with two corrections from the data sheet. "Data register empty" is a level: it asks for its interrupt as
 * long as the register is empty, served or not (there a handler that found nothing to send silenced the line for good). And a byte that
 * has been received stays received when the control register is written.
 */
export function createSerialUnit(cpu: CPU, clockHz: number): AVRUSART {
  const unit = new AVRUSART(cpu, usart0Config, clockHz);
  const { UDRE, RXC } = unit as unknown as { readonly UDRE: Interrupt; readonly RXC: Interrupt };
  UDRE.constant = true;
  const write = cpu.writeHooks[usart0Config.UCSRB];
  cpu.writeHooks[usart0Config.UCSRB] = (value, oldValue, address, mask) => {
    const hasByte = (cpu.data[RXC.flagRegister] & RXC.flagMask) !== 0;
    const isHandled = write(value, oldValue, address, mask);
    if (hasByte) cpu.setInterruptFlag(RXC);
    return isHandled;
  };
  return unit;
}
