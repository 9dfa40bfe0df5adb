import { z } from 'zod';

// The page's Content-Security-Policy forbids making code from text. zod would try (and be reported in the console) unless it is
// told not to before the first schema exists, so this module is the first import of every entry of the screen.
z.config({ jitless: true });
