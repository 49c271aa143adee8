/** One thing that doctor looked at. `problem`: somebody must do something. */
export interface Finding {
  state: 'fine' | 'note' | 'problem';
  text: string;
}

const MARKS: Record<Finding['state'], string> = { fine: '✓', note: '•', problem: '✗' };

export const shown = ({ state, text }: Finding): string => `${MARKS[state]} ${text}`;
