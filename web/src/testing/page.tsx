import type { ComponentChild } from 'preact';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { vi } from 'vitest';

/** A document with the component in it, and what a person does there. */
export class TestPage {
  readonly root = document.createElement('div');

  static async show(component: ComponentChild): Promise<TestPage> {
    const page = new TestPage();
    document.body.replaceChildren(page.root);
    await act(async () => render(component, page.root));
    await page.settle();
    return page;
  }

  /** Lets answers arrive and what they change be drawn. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) {
      await act(() => new Promise((resolve) => setTimeout(resolve)));
    }
  }

  /** Lets parts of the page be fetched that are not there at first, until something is there. */
  async wait(selector: string): Promise<void> {
    await vi.waitFor(async () => {
      await this.settle();
      if (!this.root.querySelector(selector)) {
        throw new Error(`There is no ${selector} in: ${this.text()}`);
      }
    });
  }

  /** Back in view, the page asks the server at once. */
  async lookAgain(): Promise<void> {
    document.dispatchEvent(new Event('visibilitychange'));
    await this.settle();
  }

  async close(): Promise<void> {
    await act(async () => render(null, this.root));
  }

  text(selector?: string): string {
    const element = selector === undefined ? this.root : this.root.querySelector(selector);
    return (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
  }

  all<T extends Element = HTMLElement>(selector: string): T[] {
    return [...this.root.querySelectorAll<T>(selector)];
  }

  /** The button that says so, as a screen reader finds it. */
  button(name: string): HTMLButtonElement {
    const found = this.all<HTMLButtonElement>('button').find((button) => {
      const words = button.getAttribute('aria-label') ?? button.textContent ?? '';
      return words.replace(/\s+/g, ' ').trim() === name;
    });
    if (!found) {
      throw new Error(`No button says "${name}" in: ${this.text()}`);
    }
    return found;
  }

  async click(name: string): Promise<void> {
    await act(async () => this.button(name).click());
    await this.settle();
  }

  /** Sends the form, as Enter does in a field of it. */
  async submit(): Promise<void> {
    const form = this.root.querySelector('form')!;
    await act(async () => {
      form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    });
    await this.settle();
  }

  async type(selector: string, text: string): Promise<void> {
    const input = this.root.querySelector<HTMLInputElement | HTMLTextAreaElement>(selector)!;
    await act(async () => {
      input.value = text;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
  }
}
