import { configure } from '@testing-library/svelte';

// What is waited for comes at once; a machine with many other things to do may need longer than the library's second.
configure({ asyncUtilTimeout: 30_000 });
