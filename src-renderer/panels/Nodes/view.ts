import type { NodeRole, Session } from '../../../shared/session.ts';

/** Nodes of one role, in the order of their columns. */
export interface RoleGroup {
  role: NodeRole['role'];
  title: string;
  members: { name: string; id: string; node: number }[];
}

const titles: Record<NodeRole['role'], string> = { input: 'Inputs', supply: 'Supplies', output: 'Outputs' };

/** The list of nodes by role; roles that no node has are left out. */
export function groupRoles(session: Pick<Session, 'roles' | 'nodes'>): RoleGroup[] {
  return (['input', 'supply', 'output'] as const)
    .map((role) => ({
      role,
      title: titles[role],
      members: session.roles.filter((entry) => entry.role === role).map(({ name, node }) => ({ name, node, id: session.nodes[node].id })),
    }))
    .filter((group) => group.members.length > 0);
}
