import { PageHeader } from '../ui/page-header.tsx'

export function BudgetScreen() {
  return <PageHeader title="Budgets" />
}
