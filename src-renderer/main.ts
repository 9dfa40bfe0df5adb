import './engine/validation.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/parts.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { connectorFor } from './engine/connect.ts';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element #app');

mount(App, { target, props: { connector: connectorFor(window) } });
