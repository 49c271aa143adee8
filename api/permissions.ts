/**
 * Every permission. `reach` is the narrowest binding that a credential may have and still use it: 'site' serves credentials bound
 * to a site (which then see that site only), 'account' those bound to an account at most, 'all' only unbound ones.
 */
export const permissions = {
  'accounts:read': { reach: 'site', meaning: 'See accounts and their contracts' },
  'accounts:write': { reach: 'all', meaning: 'Make and change accounts and contracts' },
  'sites:read': { reach: 'site', meaning: 'See sites with address and calendar' },
  'sites:write': { reach: 'account', meaning: 'Make sites, change address and calendar (A13)' },
  'contacts:read': { reach: 'site', meaning: 'See contacts' },
  'contacts:write': { reach: 'site', meaning: 'Make, change and end contacts (A13)' },
  'settings:read': { reach: 'site', meaning: 'See the settings in force and where they come from' },
  'settings:write': { reach: 'account', meaning: 'Set and clear settings' },
  'catalogue:write': { reach: 'all', meaning: 'Change the catalogue of models and supplies' },
  'gauges:write': { reach: 'all', meaning: 'Correct what is known of the gauges of models' },
  'devices:read': { reach: 'site', meaning: 'See devices, their slots, forecast and stock' },
  'devices:enrol': { reach: 'site', meaning: 'Enrol devices (A03)' },
  'devices:write': { reach: 'site', meaning: 'Pause, move, replace and retire devices (A18)' },
  'devices:overrule': { reach: 'all', meaning: 'Overrule or restore a very-high-use device (A10)' },
  'agents:read': { reach: 'site', meaning: 'See agents' },
  'agents:write': { reach: 'site', meaning: 'Let agents enrol, revoke them (A01)' },
  'readings:read': { reach: 'site', meaning: 'See readings' },
  'readings:write': { reach: 'site', meaning: 'Post readings' },
  'readings:repair': { reach: 'all', meaning: 'See, correct and replay readings kept aside' },
  'history:import': { reach: 'account', meaning: 'Import devices with their history (A03)' },
  'cases:open': { reach: 'site', meaning: 'Ask for help: open a case (A17)' },
  'orders:read': { reach: 'site', meaning: 'See orders and what they rest on' },
  'orders:cancel': { reach: 'site', meaning: 'Cancel orders within their hold (A11)' },
  'orders:exceptional': { reach: 'account', meaning: 'Record exceptional orders (A14)' },
  'orders:approve': { reach: 'all', meaning: 'Let orders pass a ceiling (A19)' },
  'fulfilment:write': { reach: 'account', meaning: 'Say what was shipped, backordered, delivered, lost, returned' },
  'orders:hand-over': { reach: 'all', meaning: 'Give an order to its ERP again, or to the warehouse' },
  'erp:manage': { reach: 'all', meaning: 'Connect ERPs, see what they were asked' },
  'webhooks:manage': { reach: 'account', meaning: 'Subscribe to events, see and repeat their deliveries' },
  'stock:read': { reach: 'site', meaning: 'See the ledger and stock estimates (A15)' },
  'stock:write': { reach: 'site', meaning: 'Count, adjust and transfer stock (A15)' },
  'tasks:read': { reach: 'account', meaning: 'See what people must do' },
  'tasks:write': { reach: 'account', meaning: 'Settle tasks' },
  'brakes:read': { reach: 'account', meaning: 'See where ordering is paused (A19)' },
  'brakes:write': { reach: 'account', meaning: 'Pause ordering and lift the pause (A19)' },
  'mails:read': { reach: 'account', meaning: 'See the mails sent' },
  'mails:resend': { reach: 'account', meaning: 'Send a mail again' },
  'waiting:read': { reach: 'all', meaning: 'See what waits for something that is away, and since when' },
  'credentials:manage': { reach: 'all', meaning: 'Make, rotate and revoke credentials' },
  'audit:read': { reach: 'account', meaning: 'See who changed what' },
} as const satisfies Record<string, { reach: Binding; meaning: string }>;

export type Permission = keyof typeof permissions;

/** How far a credential reaches, from the narrowest. */
export type Binding = 'site' | 'account' | 'all';
const width: Record<Binding, number> = { site: 0, account: 1, all: 2 };

/** What a route declares: a permission, any valid credential, or nobody in particular. */
export type Access = Permission | 'any' | 'public';

const everything = Object.keys(permissions) as Permission[];

const seeAccount: Permission[] = [
  'accounts:read',
  'sites:read',
  'contacts:read',
  'settings:read',
  'devices:read',
  'agents:read',
  'readings:read',
  'orders:read',
  'stock:read',
  'mails:read',
  'audit:read',
];
const seeWork: Permission[] = ['tasks:read', 'tasks:write', 'brakes:read'];

/** Every role; `binding` is the widest a credential with it may have. Authorise by permission, never by role. */
export const roles = {
  helpdesk: {
    kind: 'staff',
    binding: 'all',
    permissions: [
      ...seeAccount,
      ...seeWork,
      'sites:write',
      'contacts:write',
      'devices:enrol',
      'devices:write',
      'devices:overrule',
      'cases:open',
      'agents:write',
      'readings:write',
      'orders:cancel',
      'orders:exceptional',
      'stock:write',
      'brakes:write',
      'mails:resend',
    ],
  },
  connectivity: {
    kind: 'staff',
    binding: 'all',
    permissions: [
      ...seeAccount,
      ...seeWork,
      'contacts:write',
      'cases:open',
      'agents:write',
      'readings:write',
      'readings:repair',
      'gauges:write',
      'mails:resend',
    ],
  },
  dispatch: {
    kind: 'staff',
    binding: 'all',
    permissions: [
      ...seeAccount,
      ...seeWork,
      'orders:cancel',
      'orders:hand-over',
      'fulfilment:write',
      'stock:write',
      'brakes:write',
    ],
  },
  engineer: {
    kind: 'staff',
    binding: 'all',
    permissions: [...seeAccount, ...seeWork, 'devices:write', 'cases:open', 'readings:write', 'stock:write'],
  },
  operations: { kind: 'staff', binding: 'all', permissions: everything },
  agent: { kind: 'machine', binding: 'site', permissions: ['readings:write'] },
  device: { kind: 'machine', binding: 'site', permissions: ['readings:write'] },
  warehouse: { kind: 'machine', binding: 'all', permissions: ['orders:read', 'fulfilment:write'] },
  importer: {
    kind: 'machine',
    binding: 'all',
    permissions: ['sites:read', 'devices:read', 'devices:enrol', 'history:import', 'readings:write'],
  },
  'account-reader': { kind: 'machine', binding: 'account', permissions: seeAccount },
  'account-manager': {
    kind: 'machine',
    binding: 'account',
    permissions: [
      ...seeAccount,
      'sites:write',
      'contacts:write',
      'devices:enrol',
      'devices:write',
      'cases:open',
      'agents:write',
      'readings:write',
      'orders:cancel',
      'stock:write',
      'webhooks:manage',
    ],
  },
} as const satisfies Record<
  string,
  { kind: 'staff' | 'machine'; binding: Binding; permissions: readonly Permission[] }
>;

export type Role = keyof typeof roles;
export const roleNames = Object.keys(roles) as [Role, ...Role[]];

export function bindingOf(credential: { accountId: string | null; siteId: string | null }): Binding {
  return credential.siteId ? 'site' : credential.accountId ? 'account' : 'all';
}

/** Whether a credential of that binding may be given the role. */
export const fits = (role: Role, binding: Binding): boolean => width[binding] <= width[roles[role].binding];

/** All that a credential may do: what its roles hold, less what its binding is too narrow for. Unknown roles hold nothing. */
export function permissionsOf(credential: {
  roles: readonly string[];
  accountId: string | null;
  siteId: string | null;
}): Set<Permission> {
  const binding = width[bindingOf(credential)];
  const held = credential.roles.flatMap((role): readonly Permission[] => roles[role as Role]?.permissions ?? []);
  return new Set(held.filter((permission) => width[permissions[permission].reach] <= binding));
}
