import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Unit } from '#kpis/unit.ts'
import type { YearPlan } from '#planning/plan-shapes.ts'
import type { Slot, YearValues } from '#planning/year-plan.ts'
import { dropDraft, readDraft, writeDraft } from '../platform/draft.ts'
import { useLanguage } from '../platform/language.ts'
import { useMe } from '../platform/session.ts'
import { inputsOf, type PlanInputs, slotId, valuesOfInputs } from './plan-inputs.ts'
import { type ChosenPlan, planKey } from './plan-state.ts'
import { planningKeys, SHOWS_TARGETS, saveYearPlan } from './planning-api.ts'
import { usePlanningTexts } from './texts.ts'

/** The inputs of a year: what is typed survives a reload; only saving sends it. */
export function usePlanForm(plan: YearPlan, chosen: ChosenPlan, unit: Unit) {
  const t = usePlanningTexts()
  const client = useQueryClient()
  const editor = { language: useLanguage(), timeZone: useMe().company.time_zone }
  const draftName = `plan ${planKey(chosen)}`
  const stored = inputsOf(plan.values, plan.year, unit, editor)
  const [typed, setTyped] = useState<PlanInputs>(() => readDraft<PlanInputs>(draftName) ?? {})
  const inputs: PlanInputs = { ...stored, ...typed }
  const dirty = Object.keys(typed).some((id) => typed[id] !== stored[id])
  const { values, wrong } = valuesOfInputs(inputs, plan.year, unit, editor)
  useEffect(() => {
    if (dirty) writeDraft(draftName, typed)
    else dropDraft(draftName)
  }, [dirty, draftName, typed])
  const save = useMutation({
    meta: { ownErrors: true },
    mutationFn: () => saveYearPlan({ ...chosen, values, seen: plan.seen }),
    onSuccess: async (saved) => {
      setTyped({})
      client.setQueryData(planningKeys.plan(chosen), saved)
      notifications.show({ message: t('saved'), color: 'good' })
      for (const queryKey of SHOWS_TARGETS) await client.invalidateQueries({ queryKey })
    },
  })
  return {
    inputs,
    values,
    wrong,
    dirty,
    save,
    set: (slot: Pick<Slot, 'period' | 'index'>, text: string) =>
      setTyped((before) => ({ ...before, [slotId(slot)]: text })),
    /** Puts a whole plan into the inputs. */
    fill: (next: YearValues) => setTyped(inputsOf(next, plan.year, unit, editor)),
    discard: () => {
      setTyped({})
      save.reset()
    },
    reload: async () => {
      setTyped({})
      save.reset()
      await client.invalidateQueries({ queryKey: planningKeys.plan(chosen) })
    },
  }
}

export type PlanForm = ReturnType<typeof usePlanForm>
