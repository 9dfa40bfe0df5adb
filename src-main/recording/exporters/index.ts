import { csv } from './csv.ts';
import { hdf5 } from './hdf5.ts';
import { mat } from './mat.ts';
import { npz } from './npz.ts';
import { parquet } from './parquet.ts';
import { spice } from './spice.ts';

/** Every format that recordings are written in, by what `--to` is given. */
export const exporters = { csv, npz, hdf5, parquet, mat, spice } as const;
