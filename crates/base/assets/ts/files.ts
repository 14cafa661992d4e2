// Pictures are shown before they are sent.
export function files(): void {
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.type !== "file") return;
    const room = document.querySelector<HTMLElement>(`[data-previews="${CSS.escape(input.id)}"]`);
    if (!room) return;
    const pictures = [...(input.files ?? [])].filter((file) => file.type.startsWith("image/"));
    room.replaceChildren(
      ...pictures.slice(0, 12).map((file) => {
        const picture = document.createElement("img");
        picture.alt = file.name;
        picture.src = URL.createObjectURL(file);
        picture.onload = () => URL.revokeObjectURL(picture.src);
        return picture;
      }),
    );
  });
}
