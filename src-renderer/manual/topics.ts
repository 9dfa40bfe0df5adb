/** A page that is written by hand: what a person at the bench asks, and no registry says. */
export interface Topic {
  id: string;
  title: string;
  text: readonly string[];
  equation?: string;
}

export const topics: readonly Topic[] = [
  {
    id: 'start',
    title: 'What you see',
    text: [
      'A network of variable resistors or transistors trains itself: no processor computes a gradient. Every step applies one datapoint to two copies of the network, a free one and a clamped one, whose output is held a little closer to the label. Every edge compares its own two voltage drops and changes its own state.',
      'Edges are drawn as wide as they conduct and coloured by how fast they change: orange rises, blue falls, grey rests. Nodes are coloured by their voltage; an output shows its free voltage in the left half and its clamped voltage in the right half. Equal halves mean: learned.',
      'The error on the right is the mean over the datapoints of the squared distance between output and label.',
    ],
    equation: 'E = ⟨Σ (O − L)²⟩ over the datapoints',
  },
  {
    id: 'nudge',
    title: 'Nudge η',
    text: [
      'How far the clamped outputs are moved from their free voltage towards the label: 0 to 1, default by task. A small nudge follows the gradient more closely; a large one gives a stronger signal against noise.',
      'It may be changed while the network trains; the change is marked on the plots and can be undone. The exact formula depends on the clamping protocol: see the list “Clamping protocols”.',
    ],
    equation: 'O^C = O^F + η·(L − O^F)',
  },
  {
    id: 'compare',
    title: 'Compare: does the board do what the theory says?',
    text: [
      'Two sides are held against each other: the baseline A and B. A machine (simulation, emulated board, board, the twin of a calibration) runs the program that is on the bench; beside a recording it runs the program of that recording, from the state in which that begins, with the damage and the changes that were recorded. Machines go side by side, step by step, and everything is measured at the same steps. Two machines begin as the experiment says, or in the state that is measured on one of them (under Align). The twin of a board imposes its voltages in the steps of the board’s converters and shows the datapoints in the board’s order.',
      'A signal is within where every measurement is: |B − A| at most the largest of absolute, relative·|A| and k·σ. The tolerances are taken from the measurements (two steps of the coarser converter, σ from successive readings, 2 % of an edge’s state) and can be changed, for a quantity or for the signal that is drawn alone. Where a side is the twin of a calibration, or one is applied, σ is what that calibration measured of each node and gate. A signal that only one side has, an edge that is damaged on one side alone or lies between other nodes, and voltages under other inputs are not aligned, and the whole is not within then.',
      'Alignment is by step, at the first crossing of a level, at a mark or a cut that both have, at the shift of the greatest correlation of a signal, or by hand: dragging in the plot of a signal shifts B, and so do the keys < and > there. The update residual predicts, from the measured gates at the beginning of every interval, those at its end, by the rule without imperfections or by the calibration: what is missed there is the imperfection of the learning of that edge, and its mean over time is its bias.',
      'A task in which nearly equal networks run away from each other, such as XOR after about one second, is outside even for an ideal board: eight bits decide there.',
    ],
    equation: '|B − A| ≤ max(absolute, relative·|A|, k·σ)',
  },
  {
    id: 'console',
    title: 'Console: what goes over the line of the board',
    text: [
      'Every line that the program sends to the board, every answer and every frame, as it went over the line, with the moment at which it was handed to the port or its last byte came out of it, and the time of the board’s own clock where a frame carries it. The newest 20,000 lines are kept from the connection on, whether or not the console is open. It is opened by the chip in the header, or from Ctrl K.',
      'Pause holds the view; what arrives meanwhile is shown when it goes on. What the filter and the words let through can be copied, and saved as a text or as CSV with the times as numbers. Times draws how late each frame arrived against the clock of the board: a board that stalls, or a computer that can’t keep up, is seen there.',
      'A line that is typed goes out in its turn among those of the driver, once. Questions (a header that ends with ?) are answered at any time, also during a run. SOUR:VOLT, SOUR:NUDG and PULS change the board by hand: they wait until the run is paused, and the run is marked with them. What the driver or the run needs for itself (*RST, INIT, EXP:…, STR:…, SYST:COMM:…) is refused: twinbench board console says it from a terminal. PROTOCOL.md has all commands. Arrow up fetches back what was typed before.',
    ],
  },
  {
    id: 'stepTime',
    title: 'Step time t_h',
    text: [
      'The learning time of one step, in seconds: how long the edges may change before the next datapoint is shown. 100 µs on the transistor board of 2024. The change per step grows in proportion to it, and so does the ripple of the error at the end.',
      'Wipers of digital potentiometers take one step per clock edge, so that only the clock of the experiment depends on it.',
    ],
    equation: 'ΔG = t_h·dG/dt',
  },
  {
    id: 'projects',
    title: 'Projects: save, open, recover',
    text: [
      'A project is one file, NAME.twinbench: the experiment with its seed and parameters, what was edited of it since, damaged edges, marks and notes, and how you look at it (hidden parts, plots, zoom). What was learned is in recordings, not in a project: an opened project begins at step 0. Ctrl S saves, Ctrl O opens, and the command line takes the file too: twinbench train NAME.twinbench.',
      'A few seconds after each change a snapshot of what is not saved is written beside the projects, twenty for each project at most. If the program is killed or the power fails, the next start offers it: restore, or discard. A demonstration that you only damaged leaves no snapshot; it becomes a project of yours once you edit or save it.',
      'A file that is wrong anywhere is refused as a whole, with the path of the fault in it.',
    ],
  },
  {
    id: 'editor',
    title: 'Edit the network',
    text: [
      'E opens the editor. A adds a node, Shift A one that is connected; C connects two nodes; Delete removes; I, S, O and H make a node an input, a supply, an output or a hidden node, P the minus of the last output. Shift with an arrow moves a node. Networks can be generated from the list of topologies, or pasted as a list of edges.',
      'The run goes on as it was while you edit: what you change applies at a restart. Apply restarts with it; Cancel leaves everything as it runs. Undo takes back one change after the other, in one order with damage and parameters, and never touches the run.',
      'Data are lines of numbers: the inputs of a datapoint, then its labels, in volts. A CSV file can take their place.',
    ],
  },
  {
    id: 'look',
    title: 'Widths and colours of edges',
    text: [
      'Below the network, two menus choose what width and colour stand for: conductance, current, power or importance; rate of change, state, learning signal, power or importance. Each has a fixed scale, labelled at both ends. It is fitted once when you choose it, and again when you press Fit – never by itself, so that a change on screen is a change in the network.',
      'Importance is measured when you choose it: every edge is cut in turn on a copy of the network, and the error compared. The run goes on meanwhile.',
      '“Current” lets dots run along the edges with the current of the free network. If your system asks for less motion, they stand still and point.',
    ],
    equation: 'K = I/ΔV,  P = K·ΔV²,  signal = ΔV_F² − ΔV_C²',
  },
  {
    id: 'damage',
    title: 'Damage and recovery',
    text: [
      'Cut (X), stick (S), short and repair edges: with the keys on a focused edge, in its inspector (Enter), with the tools above the network, or from the panel. Random cuts so many edges by chance; Worst takes the edge whose loss raises the error most, Least the one whose loss raises it least; the message says by how much. Everything can be undone, and an undo never touches what was learned.',
      'The pinned inspector of a simulated edge has a field that sets its gate voltage (wiper position, conductance) at once, between the limits named below it, also while the network runs: a line marks it on every plot, learning goes on from there, a recording keeps it, and Undo puts back what was. A board has no command for that.',
      'The card tells how the network took it: the spike (highest error since, over the error before), the time until the error was back below 1.1 times its value before, the edges left, and the nodes that no path leads to any more.',
      'On a schedule, one edge is cut after every so many steps, as in Fig. 5 of the 2022 paper.',
      '“How many can be lost?” answers with a curve: edges are cut one after the other in many random orders, once with learning frozen and once with learning between the losses.',
    ],
    equation: 'spike = E_max/E_before;  recovered once E ≤ 1.1·E_before',
  },
  {
    id: 'stop',
    title: 'Stop when: error, time, steps, plateau',
    text: [
      'A run stops by itself where a condition holds: an error below a threshold, a learning time or a number of steps, a plateau. Several may be on; the first to hold stops the run. The bench says which and where, marks the place on every plot, and in the recording where the run is recorded. F1 on a condition tells its formula and range.',
      'Conditions are looked at when the program measures, and at nothing else: the same experiment and seed stop at the same step at every speed, in a terminal (twinbench train NAME --stop error:below=1e-5) and on a board, which holds at every measurement.',
      'Run goes on from there. A condition stops the run once: it can do so again when it has ceased to hold at a measurement in between. A condition that is changed counts as new. A learning time that is over stays over until the run is restarted.',
      'Conditions belong to the experiment: they are saved with the project, stay over a restart, and can be undone like the other parameters. A recording that is played stops nowhere, and neither does a comparison.',
    ],
  },
  {
    id: 'keys',
    title: 'Keyboard and screen reader',
    text: [
      'Everything can be reached without a mouse. Tab goes to the network; arrows move between edges, N goes to a node of the edge and back. Every edge and node says its name and state. Ctrl K opens the list of all commands (the tour too); ? lists all keys; F1 explains what has the focus.',
      'Single letters of the network work only while one of its edges has the focus. Colour never carries a meaning alone: arrows mark rising and falling edges, roles have shapes, damage has signs, and behind plots and meters there are tables.',
    ],
  },
  {
    id: 'present',
    title: 'Lectures',
    text: [
      'F11 presents: the network and the plots alone, on the whole screen. The palette (Ctrl K) hides and shows single parts, such as the task column or the meters, for a lesson; the choice is remembered.',
    ],
  },
  {
    id: 'files',
    title: 'Files',
    text: [
      'Drag a document, a recording, a table or the measurements of a laboratory onto the window to open it. Documents are JSON with the format twinbench.experiment; what is wrong with one is said with its path, and what is on the bench stays.',
      '“Save the experiment as a document” in the palette (Ctrl K) writes what is on the bench with its seed and the parameters in force; opened again, it begins the same run, number by number. “Copy the experiment as text” puts the same on the clipboard: pasted on another bench (Ctrl V), it begins there.',
      'Projects and experiment documents in the folder of the projects stand in the gallery under “Your own”.',
      'Figures and their data are saved or copied with I, or with the arrow beside a plot. “Messages so far” in the palette lists all that was said.',
      'A run is recorded with Shift R and appears under Runs, where it can be replayed, exported and compared.',
    ],
  },
  {
    id: 'version',
    title: 'Version, and newer ones',
    text: [
      'The list of keys (?) says which version this is. Twinbench has no server: it never looks for a newer version, and there is nothing to switch off. It talks to nobody but its own engine on this computer and the boards that you connect.',
      'A newer version is installed from a file over this one. Desktop package: sudo apt install ./twinbench_VERSION_amd64.deb. AppImage and archive: put the new file in place of the old one. Checkout: git pull, then npm ci. The three files come from npm run package in a checkout.',
      'Projects, runs, calibrations and preferences lie in folders of their own and stay. A file of an older version is read as it is; what a newer version wrote and this one does not know is refused whole, and the message says so.',
    ],
  },
];
