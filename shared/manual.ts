import { z } from 'zod';

/** One parameter of something that a document can name, in words. */
export const manualParameterSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  doc: z.string(),
  /** "above 0, up to 1e12 V⁻¹s⁻¹", "cyclic | random" */
  range: z.string(),
  default: z.string(),
});

/** An entry of a registry as the manual shows it, made from its spec. */
export const manualEntrySchema = z.strictObject({
  /** "rules/continuous" */
  id: z.string(),
  title: z.string(),
  doc: z.string(),
  /** "dG/dt = A_0·(ΔV_F² − ΔV_C²)", or "" */
  equation: z.string(),
  /** With authors and place, or "" */
  source: z.string(),
  doi: z.string(),
  parameters: z.array(manualParameterSchema),
});
export type ManualEntry = z.infer<typeof manualEntrySchema>;

/** A registry: what it is, and where documents name its entries. */
export const manualListSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  use: z.string(),
  entries: z.array(manualEntrySchema),
});

export const manualSchema = z.strictObject({ lists: z.array(manualListSchema) });
export type Manual = z.infer<typeof manualSchema>;
