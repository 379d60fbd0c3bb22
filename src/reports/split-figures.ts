const DEALS = ['revenue_won', 'won', 'win_rate', 'average_deal_value', 'contribution_margin']

/** The figures of the tables by campaign, product and team: facts keep no others of a split. */
export const SPLIT_FIGURES = {
  campaigns: ['marketing_cost', 'leads', 'mql', 'sql', 'won', 'cpl', 'attributed_revenue'],
  products: DEALS,
  teams: DEALS,
} as const satisfies Readonly<Record<string, readonly string[]>>
